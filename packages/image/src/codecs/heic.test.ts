import { suite } from "uvu";
import * as assert from "uvu/assert";
import { findLetters } from "@inception-edge/testing/images/avif-file";
import { heicFixture, heicFixtures } from "@inception-edge/testing/images/heic-file";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { throwsImageError } from "../../test/throws-image-error.ts";
import { loadDecoder } from "../decoder.ts";
import { heic } from "../heic.ts";

const heics = suite("decode() of a HEIC");
const decoder = await loadDecoder({ formats: [], extra: [heic] });
const plain = heicFixture("4:2:0");
await decoder.load(plain.file);

for (const { name, file, width, height, rgb } of heicFixtures) {
  // Pillow's is another libheif, which enlarges the colors otherwise.
  heics(`decode() of a ${name} HEIC is within 1.2 of Pillow on average, and 9 anywhere`, () => {
    const image = decoder.decode(file);
    assert.equal([image.width, image.height], [width, height]);
    assert.equal([image.header.width, image.header.height], [width, height]);
    const errors = image.rgb.map((value, at) => Math.abs(value - rgb[at]!));
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    assert.ok(mean < 1.2, `${mean}`);
    assert.ok(Math.max(...errors) <= 9, `${Math.max(...errors)}`);
  });
}

heics("decode() of damaged data is corrupt, and the next image decodes as ever", () => {
  const shown = decoder.decode(plain.file);
  const start = findLetters(plain.file, "mdat") + 4;
  const damaged = plain.file.map((byte, at) => (at < start ? byte : 0xff));
  throwsImageError(() => decoder.decode(damaged), "corrupt", /Cannot decode heic/);
  assert.equal(decoder.decode(plain.file), shown);
});

heics("decode() refuses a HEIC with a way out where its codec was not asked for", async () => {
  const without = await loadDecoder({ formats: [] });
  await without.load(plain.file);
  throwsImageError(() => without.decode(plain.file), "unsupported", /HEIC: .*JPEG or PNG .*iPhone/);
});

heics("decode() refuses a HEIC where libheif-js is not installed, and says so", async () => {
  const without = await loadDecoder({
    formats: [],
    extra: [heic],
    readCodec: () =>
      Promise.reject(Object.assign(new Error("Cannot find"), { code: "ERR_MODULE_NOT_FOUND" })),
  });
  await without.load(plain.file);
  throwsImageError(() => without.decode(plain.file), "unsupported", /install libheif-js/);
});

heics("load() rejects where the codec is another one", async () => {
  const other = await loadDecoder({
    formats: [],
    extra: [heic],
    readCodec: async () => Uint8Array.of(1, 2, 3),
  });
  assert.match((await rejectionOf(other.load(plain.file))).message, /install libheif-js@1\.23\.2/);
});

heics.run();
