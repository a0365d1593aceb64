import { deflateSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ADAM7, chunk, concat, withChecksums } from "@inception-edge/testing/images/png-file";
import { throwsImageError } from "../../test/throws-image-error.ts";
import { loadDecoder } from "../decoder.ts";

const pngs = suite("decode() of a PNG");
const decoder = await loadDecoder();

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const WIDTH = 5;
const HEIGHT = 4;
const PIXELS = Array.from({ length: WIDTH * HEIGHT * 3 }, (_, at) => (at * 11) % 256);
const ROWS = rowsOf(PIXELS);
const STREAM = deflateSync(ROWS);
const IEND = chunk("IEND", new Uint8Array(0));
const RGB = 2;
const PALETTE = 3;
const RGBA = 6;

function rowsOf(pixels: readonly number[], bytesPerPixel = 3): Uint8Array {
  const rowBytes = WIDTH * bytesPerPixel;
  return concat(
    Array.from({ length: HEIGHT }, (_, y) =>
      Uint8Array.of(0, ...pixels.slice(y * rowBytes, (y + 1) * rowBytes)),
    ),
  );
}

function header(colourType: number): Uint8Array {
  return chunk("IHDR", Uint8Array.of(0, 0, 0, WIDTH, 0, 0, 0, HEIGHT, 8, colourType, 0, 0, 0));
}

function rgbPng(...idats: readonly Uint8Array[]): Uint8Array {
  return concat([SIGNATURE, header(RGB), ...idats.map((data) => chunk("IDAT", data)), IEND]);
}

/** With another checksum than its own. */
function damagedEnd(whole: Uint8Array): Uint8Array {
  return whole.with(whole.length - 1, whole.at(-1)! ^ 1);
}

/** A frame of an animation, as large as the canvas. */
function frame(sequence: number): Uint8Array {
  const size = [0, 0, 0, sequence, 0, 0, 0, WIDTH, 0, 0, 0, HEIGHT];
  return chunk("fcTL", Uint8Array.of(...size, ...new Uint8Array(8), 0, 1, 0, 10, 0, 0));
}

/** Each shows the same image as an orderly one. */
const untidy: Readonly<Record<string, Uint8Array>> = {
  "with data behind the stream": rgbPng(concat([STREAM, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)])),
  "with a chunk of data behind the stream": rgbPng(STREAM, new Uint8Array(40).fill(7)),
  "without Adler-32": rgbPng(STREAM.subarray(0, -4)),
  "with a wrong Adler-32 and a right checksum": rgbPng(damagedEnd(STREAM)),
  "with a right Adler-32 and a wrong checksum": concat([
    SIGNATURE,
    header(RGB),
    damagedEnd(chunk("IDAT", STREAM)),
    IEND,
  ]),
  "with extra rows": rgbPng(deflateSync(concat([ROWS, new Uint8Array(300).fill(9)]))),
  "with an empty chunk of data": rgbPng(new Uint8Array(0), STREAM),
  "with two headers of an animation": concat([
    SIGNATURE,
    header(RGB),
    chunk("acTL", Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 0)),
    chunk("acTL", Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 0)),
    chunk("IDAT", STREAM),
    IEND,
  ]),
  "with a text whose checksum is wrong": concat([
    SIGNATURE,
    header(RGB),
    damagedEnd(chunk("tEXt", Uint8Array.of(65, 0, 66))),
    chunk("IDAT", STREAM),
    IEND,
  ]),
  "with a transparent colour that is too short": concat([
    SIGNATURE,
    header(RGB),
    chunk("tRNS", Uint8Array.of(0, 1)),
    chunk("IDAT", STREAM),
    IEND,
  ]),
};
for (const [name, file] of Object.entries(untidy)) {
  pngs(`decode() takes a PNG ${name}`, () => {
    assert.equal([...decoder.decode(file).rgb], PIXELS);
  });
}

pngs("decode() takes a PNG whose transparent colours stand before its palette", () => {
  const indices = Array.from({ length: WIDTH * HEIGHT }, (_, at) => at % 2);
  const file = concat([
    SIGNATURE,
    header(PALETTE),
    chunk("tRNS", Uint8Array.of(255, 0)),
    chunk("PLTE", Uint8Array.of(9, 8, 7, 1, 2, 3)),
    chunk("IDAT", deflateSync(rowsOf(indices, 1))),
    IEND,
  ]);
  const expected = indices.flatMap((index) => (index === 0 ? [9, 8, 7] : [255, 255, 255]));
  assert.equal([...decoder.decode(file).rgb], expected);
});

pngs("decode() takes an RGBA PNG with a transparent colour beside", () => {
  const rgba = Array.from({ length: WIDTH * HEIGHT }, (_, at) => [at, 2, 3, 255]);
  const file = concat([
    SIGNATURE,
    header(RGBA),
    chunk("tRNS", Uint8Array.of(0, 1, 0, 2, 0, 3)),
    chunk("IDAT", deflateSync(rowsOf(rgba.flat(), 4))),
    IEND,
  ]);
  const expected = rgba.flatMap((pixel) => pixel.slice(0, 3));
  assert.equal([...decoder.decode(file).rgb], expected);
});

pngs("decode() of an animated PNG is its default image, part of the animation or not", () => {
  const other = deflateSync(rowsOf(PIXELS.map((value) => 255 - value)));
  const second = chunk("fdAT", concat([Uint8Array.of(0, 0, 0, 2), other]));
  const control = chunk("acTL", Uint8Array.of(0, 0, 0, 2, 0, 0, 0, 0));
  const image = chunk("IDAT", STREAM);
  const within = [header(RGB), control, frame(0), image, frame(1), second];
  const beside = [header(RGB), control, image, frame(0), frame(1), second];
  for (const chunks of [within, beside]) {
    assert.equal([...decoder.decode(concat([SIGNATURE, ...chunks, IEND])).rgb], PIXELS);
  }
});

pngs("decode() of an untidy PNG with Adam7 knows how many bytes its passes are", () => {
  for (const [width, height] of [
    [1, 1],
    [3, 2],
    [13, 11],
  ] as const) {
    const rows = ADAM7.flatMap(([left, top, stepX, stepY]) => {
      const [columns, lines] = [
        Math.ceil((width - left) / stepX),
        Math.ceil((height - top) / stepY),
      ];
      const row = Uint8Array.from({ length: columns > 0 ? 1 + columns : 0 }, (_, at) =>
        at ? 77 : 0,
      );
      return Array.from({ length: Math.max(0, lines) }, () => row);
    });
    const file = concat([
      SIGNATURE,
      chunk("IHDR", Uint8Array.of(0, 0, 0, width, 0, 0, 0, height, 8, 0, 0, 0, 1)),
      chunk("IDAT", deflateSync(concat(rows)).subarray(0, -4)),
      IEND,
    ]);
    assert.ok(decoder.decode(file).rgb.every((value) => value === 77));
  }
});

const broken: Readonly<Record<string, Uint8Array>> = {
  "with a wrong Adler-32 and a wrong checksum": concat([
    SIGNATURE,
    header(RGB),
    damagedEnd(chunk("IDAT", damagedEnd(STREAM))),
    IEND,
  ]),
  "with half of its rows": rgbPng(deflateSync(ROWS.subarray(0, ROWS.length / 2))),
  "whose stream is cut": rgbPng(STREAM.subarray(0, STREAM.length / 2)),
  "whose stream is none": rgbPng(new Uint8Array(99).fill(0xaa)),
  "without a palette": withChecksums(rgbPng(STREAM).with(25, PALETTE)),
  "without data": rgbPng(),
};
for (const [name, file] of Object.entries(broken)) {
  pngs(`decode() of a PNG ${name} is corrupt`, () => {
    throwsImageError(() => decoder.decode(file), "corrupt", /Cannot decode png/);
  });
}

pngs.run();
