import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  avifFixture,
  avifFixtures,
  findLetters,
  renamed,
} from "@inception-edge/testing/images/avif-file";
import { throwsImageError } from "../../test/throws-image-error.ts";
import { concatBytes } from "../concat-bytes.ts";
import { loadDecoder } from "../decoder.ts";
import { orient } from "../orient.ts";

const avifs = suite("decode() of an AVIF");
const decoder = await loadDecoder({ formats: ["avif"] });
const plain = avifFixture("4:2:0");

for (const { name, file, width, height, rgb } of avifFixtures) {
  // Pillow has libyuv enlarge the colours, which makes another ramp at an edge.
  avifs(`decode() of a ${name} AVIF is within 0.6 of Pillow on average, and 12 anywhere`, () => {
    const { header, ...image } = decoder.decode(file);
    const expected = orient({ width, height, rgb }, header.orientation);
    assert.equal([image.width, image.height], [expected.width, expected.height]);
    const errors = image.rgb.map((value, at) => Math.abs(value - expected.rgb[at]!));
    assert.ok(errors.reduce((sum, error) => sum + error, 0) / errors.length < 0.6);
    assert.ok(Math.max(...errors) <= 12);
  });
}

const shown = decoder.decode(plain.file);

/** Each shows the same image as the file that it was made of. */
const untidy: Readonly<Record<string, Uint8Array>> = {
  "without pixi, as older writers make": renamed(plain.file, "pixi", "free"),
  "of the major brand of a video": plain.file.with(11, "s".charCodeAt(0)),
  "with a damaged video beside the image": concatBytes([plain.file, box("moov", [1, 2, 3])]),
  "whose last box goes to the end of the file": plain.file.fill(0, lastBox(), lastBox() + 4),
};
for (const [name, file] of Object.entries(untidy)) {
  avifs(`decode() takes an AVIF ${name}`, () => {
    assert.equal(decoder.decode(file).rgb, shown.rgb);
  });
}

avifs("decode() takes an AVIF with alpha and without pixi", () => {
  const { file } = avifFixture("with alpha");
  assert.equal(decoder.decode(renamed(file, "pixi", "free")).rgb, decoder.decode(file).rgb);
});

avifs("decode() of damaged data is corrupt, and the next image decodes as ever", () => {
  const start = findLetters(plain.file, "mdat") + 20;
  const damaged = plain.file.map((byte, at) => (at < start ? byte : 0xff));
  throwsImageError(() => decoder.decode(damaged), "corrupt", /Cannot decode avif/);
  assert.equal(decoder.decode(plain.file).rgb, shown.rgb);
});

function lastBox(): number {
  return findLetters(plain.file, "mdat") - 4;
}

function box(type: string, content: readonly number[]): Uint8Array {
  return concatBytes([[0, 0, 0, 8 + content.length], [...new TextEncoder().encode(type)], content]);
}

avifs.run();
