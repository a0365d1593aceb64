import { suite } from "uvu";
import * as assert from "uvu/assert";
import { avifFixture } from "@inception-edge/testing/images/avif-file";
import { gifFile } from "@inception-edge/testing/images/gif-file";
import { exifTiff, jpegFixture } from "@inception-edge/testing/images/jpeg-file";
import { pngFile } from "@inception-edge/testing/images/png-file";
import { webpFixture } from "@inception-edge/testing/images/webp-file";
import { throwsImageError } from "../../test/throws-image-error.ts";
import { imageFormats } from "./image-header.ts";
import { readHeader } from "./read-header.ts";

const header = suite("readHeader()");

const jpeg = jpegFixture("baseline 4:2:0").file;
const png = pngFile({ width: 5, height: 3, colourType: 6, bitDepth: 16, sample: () => 9 });
const webp = webpFixture("lossless").file;
const avif = avifFixture("grey").file;
const gif = gifFile({ width: 7, height: 4, palette: new Uint8Array(768), index: () => 1 });

header("readHeader() tells the format by the magic bytes", () => {
  assert.equal(
    [jpeg, png, gif, webp, avif].map((file) => readHeader(file).format),
    [...imageFormats],
  );
});

header("readHeader() takes the orientation from a PNG's eXIf", () => {
  const chunks = { eXIf: Uint8Array.from(exifTiff(5)) };
  const turned = pngFile({
    width: 5,
    height: 3,
    colourType: 2,
    bitDepth: 8,
    sample: () => 9,
    chunks,
  });
  assert.is(readHeader(turned).orientation, 5);
});

header("readHeader() tells a PNG", () => {
  assert.equal(readHeader(png), {
    format: "png",
    width: 5,
    height: 3,
    channels: 4,
    bitDepth: 16,
    orientation: 1,
    progressive: false,
    scans: 1,
    complete: true,
  });
});

header("readHeader() tells a WebP", () => {
  assert.equal(readHeader(webp), {
    format: "webp",
    width: 13,
    height: 9,
    channels: 3,
    bitDepth: 8,
    orientation: 1,
    progressive: false,
    scans: 1,
    complete: true,
  });
});

header("readHeader() tells a GIF by its first image", () => {
  assert.equal(readHeader(gif), {
    format: "gif",
    width: 7,
    height: 4,
    channels: 3,
    bitDepth: 8,
    orientation: 1,
    progressive: false,
    scans: 1,
    complete: true,
  });
});

for (const [name, file] of Object.entries({ jpeg, png, gif })) {
  header(
    `readHeader() of a ${name} cut off anywhere is incomplete, truncated or unsupported`,
    () => {
      // A GIF needs no trailer: its last byte says only that no other image follows.
      const end = name === "gif" ? file.length - 1 : file.length;
      for (let length = 1; length < end; length += 1) {
        const part = file.subarray(0, length);
        try {
          assert.not(readHeader(part).complete);
        } catch (error) {
          const code = (error as { code?: string }).code;
          assert.ok(
            code === "truncated" || (code === "unsupported" && length < 8),
            `${code} at byte ${length}`,
          );
        }
      }
    },
  );
}

header("readHeader() refuses an empty file as empty", () => {
  throwsImageError(() => readHeader(new Uint8Array(0)), "empty", /0 bytes/);
});

header("readHeader() refuses other files as unsupported and shows how they begin", () => {
  const text = new TextEncoder().encode("hello, world");
  throwsImageError(
    () => readHeader(text),
    "unsupported",
    /68 65 6c 6c .* JPEG, PNG, GIF, WebP or AVIF/,
  );
  throwsImageError(() => readHeader(Uint8Array.of(0)), "unsupported", /00/);
});

const heic = [...u32(24), ..."ftypheic\0\0\0\0mif1heic"];
const foreign: readonly (readonly [
  name: string,
  start: readonly (string | number)[],
  says: RegExp,
])[] = [
  ["HEIC", heic, /HEIC: .*JPEG or PNG .*iPhone.*Most Compatible/],
  ["BMP", [..."BM"], /BMP: .*; save it as JPEG or PNG/],
  ["TIFF", [..."II*\0"], /TIFF: /],
  ["TIFF", [..."MM\0*"], /TIFF: /],
  ["JPEG XL", [0xff, 0x0a], /JPEG XL: /],
  ["JPEG XL", [0, 0, 0, 12, ..."JXL \r\n", 0x87, 10], /JPEG XL: /],
  ["JPEG 2000", [0, 0, 0, 12, ..."jP  \r\n", 0x87, 10], /JPEG 2000: /],
  ["SVG", [..."<svg xmlns"], /SVG: .*; save it as PNG/],
  ["PDF", [..."%PDF-1.7"], /PDF: /],
  ["video", [...u32(24), ..."ftypisom\0\0\0\0mp42avc1"], /a video: .*; send one image of it/],
];
for (const [name, start, says] of foreign) {
  header(`readHeader() names a ${name} and a way out`, () => {
    const bytes = start.map((value) => (typeof value === "string" ? value.charCodeAt(0) : value));
    const file = Uint8Array.from([...bytes, ...new Uint8Array(40)]);
    throwsImageError(() => readHeader(file), "unsupported", says);
  });
}

header("readHeader() refuses sizes of 0 and colour types that do not exist", () => {
  throwsImageError(() => readHeader(png.with(19, 0)), "corrupt", /0x3/);
  throwsImageError(() => readHeader(png.with(25, 5)), "corrupt", /colour type 5/);
  throwsImageError(() => readHeader(png.with(24, 2)), "corrupt", /2 bits/);
});

header("readHeader() reads a view into a larger buffer", () => {
  const buffer = new Uint8Array(jpeg.length + 100).fill(0xff);
  buffer.set(jpeg, 50);
  assert.equal(readHeader(buffer.subarray(50, 50 + jpeg.length)), readHeader(jpeg));
});

function u32(value: number): number[] {
  return [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];
}

header.run();
