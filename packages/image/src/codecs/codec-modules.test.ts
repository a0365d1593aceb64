import { suite } from "uvu";
import * as assert from "uvu/assert";

import { readCodecFiles } from "#codec-files";

import { jpegFixture } from "../../test/jpeg-file.ts";
import { DECODER_ID } from "../decoder-id.ts";
import { loadDecoder } from "../decoder.ts";
import { CODEC_SHA256, loadCodecModules } from "./codec-modules.ts";

const modules = suite("loadCodecModules()");

for (const format of ["jpeg", "png", "gif"] as const) {
  modules(`loadCodecModules() refuses a ${format} codec with one bit changed`, async () => {
    const files = await readCodecFiles();
    const file = files[format];
    assert.instance(file, Uint8Array);
    const changed = (file as Uint8Array<ArrayBuffer>).with(1000, (file as Uint8Array)[1000]! ^ 1);
    const error: unknown = await loadCodecModules({ ...files, [format]: changed }).catch(
      (reason: unknown) => reason,
    );
    assert.match(String(error), `Cannot use the ${format} codec: its sha256 is`);
    assert.match(String(error), CODEC_SHA256[format]);
  });
}

modules("loadDecoder() takes the codecs it is given", async () => {
  const codecs = await readCodecFiles();
  const { file, width } = jpegFixture("grey");
  assert.is((await loadDecoder({ codecs })).decode(file).width, width);
});

modules("loadDecoder() takes modules that the host compiled", async () => {
  const codecs = await loadCodecModules();
  const { file, width } = jpegFixture("grey");
  assert.is((await loadDecoder({ codecs })).decode(file).width, width);
});

modules("DECODER_ID names the package, imagescript and every codec", () => {
  assert.match(DECODER_ID, /^@inception-edge\/image\/\d+ imagescript@1\.3\.1 /);
  for (const [format, hash] of Object.entries(CODEC_SHA256))
    assert.ok(DECODER_ID.includes(`${format}:${hash}`));
});

modules.run();
