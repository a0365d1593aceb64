import { suite } from "uvu";
import * as assert from "uvu/assert";

import { loadDecoder } from "./decoder.ts";
import type { RgbImage } from "./rgb-image.ts";
import { selfTest } from "./self-test.ts";

const startUp = suite("selfTest()");
const { decode } = await loadDecoder();

startUp("selfTest() accepts the codecs that are pinned", async () => {
  assert.is(await selfTest(decode), undefined);
});

startUp("selfTest() refuses a codec whose pixels are off by one", async () => {
  const error: unknown = await selfTest(pngsOffByOne).catch((reason: unknown) => reason);
  assert.match(String(error), /Cannot trust the png codec on this host/);
});

function pngsOffByOne(bytes: Uint8Array): RgbImage {
  const { header, ...image } = decode(bytes);
  return header.format === "png" ? { ...image, rgb: image.rgb.with(0, image.rgb[0]! ^ 1) } : image;
}

startUp.run();
