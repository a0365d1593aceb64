import { suite } from "uvu";
import * as assert from "uvu/assert";
import { blockJpeg } from "@inception-edge/testing/images/block-jpeg";
import type { Fixture } from "@inception-edge/testing/images/fixture";
import {
  jpegFixture,
  jpegFixtures,
  segment,
  withoutSegment,
  withSegments,
} from "@inception-edge/testing/images/jpeg-file";
import { concat } from "@inception-edge/testing/images/png-file";
import { throwsImageError } from "../../test/throws-image-error.ts";
import { loadDecoder } from "../decoder.ts";

const jpegs = suite("decode() of a JPEG");
const decoder = await loadDecoder();

for (const fixture of jpegFixtures) {
  jpegs(`decode() of a ${fixture.name} JPEG equals Pillow in every byte`, () => {
    shows(fixture, fixture.file);
  });
}

const plain = jpegFixture("baseline 4:2:0");
const SOF0 = 0xc0;
const DHT = 0xc4;
const RST0 = 0xd0;
const EOI_BYTES = 2;
const scan = findMarker(plain.file, 0xda);
const coded = plain.file.subarray(0, -EOI_BYTES);

/** Each shows the same image as the file that it was made of. */
const untidy: readonly (readonly [name: string, original: Fixture, file: Uint8Array])[] = [
  ["whose scan says Se=0, as Samsung's do", plain, plain.file.with(scan + 12, 0)],
  ["with bytes between two segments, as the Pixel's", plain, junkBeforeScan()],
  [
    "with a comment whose length is 0",
    plain,
    withSegments(plain.file, Uint8Array.of(0xff, 0xfe, 0, 0)),
  ],
  ["without EOI", plain, coded],
  ["cut within EOI", plain, plain.file.subarray(0, -1)],
  [
    "without EOI and with a maker's trailer",
    plain,
    concat([coded, Uint8Array.of(0xff, 0xd8, 0xff, 0xe1, 0, 9), new Uint8Array(99)]),
  ],
  ["with a trailer behind EOI", plain, concat([plain.file, new Uint8Array(999).fill(0xff)])],
  ["with its height in DNL", plain, withLateHeight(plain)],
  ["without the standard Huffman tables", jpegFixture("standard tables"), withoutTables()],
  [
    "of inks without an Adobe marker",
    jpegFixture("CMYK"),
    withoutSegment(jpegFixture("CMYK").file, 0xee),
  ],
  [
    "of RGB without an Adobe marker",
    jpegFixture("RGB"),
    withoutSegment(jpegFixture("RGB").file, 0xee),
  ],
];
for (const [name, original, file] of untidy) {
  jpegs(`decode() takes a JPEG ${name}`, () => {
    shows(original, file);
  });
}

for (const [name, change] of [
  ["misnumbered", (marker: number) => (marker === RST0 + 1 ? RST0 + 3 : marker)],
  ["all numbered 0", () => RST0],
] as const) {
  jpegs(`decode() takes a JPEG whose restart markers are ${name}`, () => {
    const { file, width, height } = jpegFixture("restart markers");
    const image = decoder.decode(
      file.map((byte, at) => {
        const isMarker = file[at - 1] === 0xff && byte >= RST0 && byte < RST0 + 8;
        return isMarker ? change(byte) : byte;
      }),
    );
    assert.equal([image.width, image.height], [width, height]);
  });
}

const shade = (column: number, row: number): number => (40 + column * 9 + row * 7) % 256;

for (const [width, height] of [
  [1, 100],
  [100, 1],
  [2, 1],
  [1, 1],
  [1, 600],
] as const) {
  jpegs(`decode() takes a JPEG of ${width}x${height}`, () => {
    const image = decoder.decode(blockJpeg({ width, height, value: shade }));
    assert.equal([image.width, image.height], [width, height]);
    const expected = Array.from({ length: width * height }, (_, at) => {
      const grey = shade((at % width) >> 3, Math.floor(at / width) >> 3);
      return [grey, grey, grey];
    });
    assert.equal([...image.rgb], expected.flat());
  });
}

for (const name of ["large baseline", "large progressive"]) {
  const { file, rgb, height } = jpegFixture(name);

  jpegs(`decode() draws a ${name} JPEG as far as it goes where nine tenths have come`, () => {
    const image = decoder.decode(file.subarray(0, Math.floor(file.length * 0.97)));
    const rows = Math.floor(height * 0.6);
    const differing = image.rgb
      .subarray(0, (rgb.length / height) * rows)
      .filter((value, at) => Math.abs(value - rgb[at]!) > 24);
    assert.is(differing.length, 0);
    assert.not.equal(image.rgb, rgb);
  });

  jpegs(`decode() refuses a ${name} JPEG of which less has come, and says how much`, () => {
    for (const share of [0.3, 0.5, 0.7, 0.8]) {
      const cut = file.subarray(0, Math.floor(file.length * share));
      throwsImageError(
        () => decoder.decode(cut),
        "truncated",
        /file ends .* at least 90 % are wanted/,
      );
    }
  });
}

jpegs("decode() of damaged data is corrupt, and the next image decodes as ever", () => {
  const damaged = plain.file.with(findMarker(plain.file, DHT) + 4, 0xff);
  throwsImageError(() => decoder.decode(damaged), "corrupt", /Cannot decode jpeg/);
  shows(plain, plain.file);
});

/** The byte at which a marker starts. */
function findMarker(file: Uint8Array, marker: number): number {
  return file.findIndex((byte, at) => byte === 0xff && file[at + 1] === marker);
}

function shows({ width, height, rgb }: Fixture, file: Uint8Array): void {
  const image = decoder.decode(file);
  assert.equal([image.width, image.height], [width, height]);
  assert.equal(image.rgb, rgb);
}

function junkBeforeScan(): Uint8Array {
  const junk = Uint8Array.of(0x00, 0xe1, 0x00, 0x06, 0x4a, 0x00);
  return concat([plain.file.subarray(0, scan), junk, plain.file.subarray(scan)]);
}

function withLateHeight({ file, height }: Fixture): Uint8Array {
  const frame = findMarker(file, SOF0);
  const dnl = segment(0xdc, [height >> 8, height & 255]);
  return concat([
    file
      .with(frame + 5, 0)
      .with(frame + 6, 0)
      .subarray(0, -EOI_BYTES),
    dnl,
    file.subarray(-EOI_BYTES),
  ]);
}

function withoutTables(): Uint8Array {
  let { file } = jpegFixture("standard tables");
  for (let table = 0; table < 4; table += 1) file = withoutSegment(file, DHT);
  return file;
}

jpegs.run();
