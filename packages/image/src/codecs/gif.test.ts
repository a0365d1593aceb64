import { suite } from "uvu";
import * as assert from "uvu/assert";
import { gifFile, type GifPixels } from "@inception-edge/testing/images/gif-file";
import { throwsImageError } from "../../test/throws-image-error.ts";
import { loadDecoder } from "../decoder.ts";

const gifs = suite("decode() of a GIF");
const decoder = await loadDecoder();

const palette = Uint8Array.from({ length: 768 }, (_, at) => (at * 7 + 30) % 256);
const other = palette.map((value) => 255 - value);
const WHITE = [255, 255, 255];
const still = {
  width: 4,
  height: 3,
  palette,
  index: (x: number, y: number): number => 9 + 4 * y + x,
};

function colour(index: number, table = palette): number[] {
  return [...table.subarray(3 * index, 3 * index + 3)];
}

function pixelsOf(pixels: GifPixels): number[] {
  return [...decoder.decode(gifFile(pixels)).rgb];
}

/** The image of 4x3 colours as a list, and where it lies on a larger canvas. */
function onCanvas(
  width: number,
  height: number,
  place: { left: number; top: number; around: number[] },
): number[] {
  return Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [(at % width) - place.left, Math.floor(at / width) - place.top];
    return x >= 0 && x < 4 && y >= 0 && y < 3 ? colour(still.index(x, y)) : place.around;
  }).flat();
}

const small = onCanvas(4, 3, { left: 0, top: 0, around: [] });

gifs("decode() lays an image at its place, over the background where it can be transparent", () => {
  const frame = { left: 2, top: 1, width: 4, height: 3 };
  const pixels = { ...still, width: 7, height: 5, frame, transparent: 200 };
  assert.equal(pixelsOf(pixels), onCanvas(7, 5, { ...frame, around: WHITE }));
});

gifs("decode() lays an opaque image over the first colour, as Pillow does", () => {
  const frame = { left: 2, top: 1, width: 4, height: 3 };
  const pixels = { ...still, width: 7, height: 5, frame };
  assert.equal(pixelsOf(pixels), onCanvas(7, 5, { ...frame, around: colour(0) }));
});

for (const [width, height] of [
  [0, 0],
  [4, 0],
  [2, 2],
] as const) {
  gifs(`decode() takes a canvas of ${width}x${height} as large as its image`, () => {
    const frame = { left: 0, top: 0, width: 4, height: 3 };
    const image = decoder.decode(gifFile({ ...still, width, height, frame }));
    assert.equal([image.width, image.height], [4, 3]);
    assert.equal([...image.rgb], small);
  });
}

gifs("decode() shows an image that reaches beyond its canvas", () => {
  const frame = { left: 3, top: 2, width: 4, height: 3 };
  const image = decoder.decode(gifFile({ ...still, frame, transparent: 200 }));
  assert.equal([image.width, image.height], [7, 5]);
  assert.equal([...image.rgb], onCanvas(7, 5, { ...frame, around: WHITE }));
});

gifs("decode() takes the image's own palette before the file's", () => {
  const expected = Array.from({ length: 12 }, (_, at) => colour(9 + at, other)).flat();
  assert.equal(pixelsOf({ ...still, localPalette: other }), expected);
});

gifs("decode() takes a GIF without any palette as grey", () => {
  const { width, height, index } = still;
  const expected = Array.from({ length: 12 }, (_, at) => [9 + at, 9 + at, 9 + at]).flat();
  assert.equal(pixelsOf({ width, height, index }), expected);
});

const COMMENT = [0x21, 0xfe];
const CONTROL = [0x21, 0xf9, 4, 1, 0, 0];
for (const [name, before] of [
  ["an empty comment", [...COMMENT, 0]],
  ["a comment of two blocks", [...COMMENT, 1, 65, 2, 66, 67, 0]],
  ["an unknown extension", [0x21, 0x77, 3, 1, 2, 3, 0]],
  ["bytes that begin no block", [0, 0, 5]],
  ["two graphic controls", [...CONTROL, 9, 0, ...CONTROL, 200, 0]],
] as const) {
  gifs(`decode() takes a GIF with ${name}`, () => {
    assert.equal(pixelsOf({ ...still, before }), small);
  });
}

gifs("decode() takes data that begin without a clear code", () => {
  // Codes of 3 bits, the least significant first: 1, 2, 3, end.
  const codes = 1 | (2 << 3) | (3 << 6) | (5 << 9);
  const coded = [2, codes & 255, codes >> 8] as const;
  const expected = [1, 2, 3].flatMap((index) => colour(index));
  assert.equal(pixelsOf({ width: 3, height: 1, palette, index: () => 0, coded }), expected);
});

gifs("decode() refuses an image that has no pixels, or too few", () => {
  const frame = { left: 0, top: 0, width: 0, height: 3 };
  throwsImageError(() => pixelsOf({ ...still, frame }), "corrupt", /its size is 0x3/);
  const coded = [2, 0b00_001_100, 0b1010] as const; // clear, 1, end
  throwsImageError(() => pixelsOf({ ...still, coded }), "corrupt", /Cannot decode gif/);
});

gifs.run();
