import { suite } from "uvu";
import * as assert from "uvu/assert";
import { jpegFixture } from "@inception-edge/testing/images/jpeg-file";
import { readCodec } from "#read-codec";
import { DECODER_ID } from "../decoder-id.ts";
import { loadDecoder } from "../decoder.ts";
import { imageFormats } from "../header/image-header.ts";
import { loadCodecModule } from "./load-codec-module.ts";
import { PINNED_CODECS } from "./pinned-codecs.ts";
import type { ReadCodec } from "./read-codec.ts";

const modules = suite("loadCodecModule()");

for (const format of imageFormats) {
  modules(`loadCodecModule() refuses a ${format} codec with one bit changed`, async () => {
    const file = await readCodec(format);
    assert.instance(file, Uint8Array);
    const bytes = file as Uint8Array<ArrayBuffer>;
    const changed = bytes.with(1000, bytes[1000]! ^ 1);
    const error: unknown = await loadCodecModule(format, async () => changed).catch(
      (reason: unknown) => reason,
    );
    assert.match(String(error), `Cannot use the ${format} codec: its sha256 is`);
    assert.match(String(error), PINNED_CODECS[format].sha256);
    assert.match(String(error), PINNED_CODECS[format].from);
  });
}

modules("loadDecoder() takes the codecs it is given, as bytes or as modules", async () => {
  const { file, width } = jpegFixture("grey");
  const sources: readonly ReadCodec[] = [readCodec, (format) => loadCodecModule(format)];
  for (const source of sources) {
    const asked: string[] = [];
    const decoder = await loadDecoder({
      readCodec(format) {
        asked.push(format);
        return source(format);
      },
    });
    assert.is(decoder.decode(file).width, width);
    assert.equal(asked, ["jpeg", "png", "gif"]);
  }
});

modules("DECODER_ID names the package and every codec", () => {
  assert.match(DECODER_ID, /^@inception-edge\/image\/\d+ /);
  for (const format of imageFormats) {
    const { from, sha256 } = PINNED_CODECS[format];
    assert.ok(DECODER_ID.includes(` ${format}:${from}:${sha256}`));
  }
});

modules.run();
