import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadDecoder } from "./decoder.ts";
import { imageFormats } from "./header/image-header.ts";
import { selfTest } from "./self-test.ts";

const startUp = suite("selfTest()");
const { decode } = await loadDecoder({ formats: imageFormats });

for (const format of imageFormats) {
  startUp(`selfTest() accepts the ${format} codec that is pinned`, async () => {
    assert.is(await selfTest(format, decode), undefined);
  });

  startUp(`selfTest() refuses a ${format} codec whose pixels are off by one`, async () => {
    const error: unknown = await selfTest(format, (bytes) => {
      const image = decode(bytes);
      return { ...image, rgb: image.rgb.with(0, image.rgb[0]! ^ 1) };
    }).catch((reason: unknown) => reason);
    assert.match(String(error), `Cannot trust the ${format} codec on this host`);
  });
}

startUp.run();
