import { suite } from "uvu";
import * as assert from "uvu/assert";
import { avifFixture } from "@inception-edge/testing/images/avif-file";
import { gifFile } from "@inception-edge/testing/images/gif-file";
import { exifSegment, jpegFixture, withSegments } from "@inception-edge/testing/images/jpeg-file";
import { CHANNELS, pngFile, type PngPixels } from "@inception-edge/testing/images/png-file";
import { webpFixture } from "@inception-edge/testing/images/webp-file";
import { readCodec } from "#read-codec";
import { loadDecoder } from "./decoder.ts";
import { orient } from "./orient.ts";

const decoding = suite("decode()");
const decoder = await loadDecoder();

decoding("decode() wants the codecs of WebP and AVIF loaded, which load() does once", async () => {
  const asked: string[] = [];
  const lazy = await loadDecoder({
    readCodec(format) {
      asked.push(format);
      return readCodec(format);
    },
  });
  for (const { file, width } of [webpFixture("lossy"), avifFixture("4:2:0")]) {
    assert.throws(() => lazy.decode(file), /yet: await load\(bytes\) before/);
    await Promise.all([lazy.load(file), lazy.load(file)]);
    await lazy.load(file);
    assert.is(lazy.decode(file).width, width);
  }
  await lazy.load(jpegFixture("grey").file);
  await lazy.load(Uint8Array.of(1, 2, 3));
  assert.equal(asked, ["jpeg", "png", "gif", "webp", "avif"]);
});

decoding("load() tries again what could not be loaded", async () => {
  let fails = true;
  const lazy = await loadDecoder({
    readCodec: (format) =>
      fails && format === "webp" ? Promise.reject(new Error("no such file")) : readCodec(format),
  });
  const { file, width } = webpFixture("lossless");
  const error: unknown = await lazy.load(file).catch((reason: unknown) => reason);
  assert.match(String(error), "no such file");
  fails = false;
  await lazy.load(file);
  assert.is(lazy.decode(file).width, width);
});

const kinds: readonly (readonly [PngPixels["colourType"], readonly PngPixels["bitDepth"][]])[] = [
  [0, [1, 2, 4, 8, 16]],
  [2, [8, 16]],
  [3, [1, 2, 4, 8]],
  [4, [8, 16]],
  [6, [8, 16]],
];
for (const [colourType, bitDepths] of kinds) {
  for (const bitDepth of bitDepths) {
    for (const interlaced of [false, true]) {
      const name = `colour type ${colourType}, ${bitDepth} bits${interlaced ? ", Adam7" : ""}`;
      decoding(`decode() of a PNG with ${name} is exact`, () => {
        const pixels = pngPixels(colourType, bitDepth);
        const image = decoder.decode(pngFile({ ...pixels, interlaced }));
        assert.is(image.header.progressive, interlaced);
        assert.equal([...image.rgb], expectedRgb(pixels));
      });
    }
  }
}

decoding("decode() lays alpha over white, or over the background that is given", async () => {
  const alpha = [0, 128, 255];
  const sample = (x: number, _y: number, channel: number): number =>
    channel === 3 ? alpha[x]! : 200;
  const file = pngFile({ width: 3, height: 1, colourType: 6, bitDepth: 8, sample });
  const overBlack = await loadDecoder({ background: [0, 0, 50] });
  assert.equal([...decoder.decode(file).rgb], [255, 255, 255, 227, 227, 227, 200, 200, 200]);
  assert.equal([...overBlack.decode(file).rgb], [0, 0, 50, 100, 100, 125, 200, 200, 200]);
});

decoding("decode() lays a palette's transparent colour over the background", () => {
  const chunks = { PLTE: Uint8Array.of(9, 9, 9, 7, 8, 9), tRNS: Uint8Array.of(0) };
  const file = pngFile({
    width: 2,
    height: 1,
    colourType: 3,
    bitDepth: 1,
    sample: (x) => x,
    chunks,
  });
  assert.equal([...decoder.decode(file).rgb], [255, 255, 255, 7, 8, 9]);
});

const palette = Uint8Array.from({ length: 768 }, (_, at) => (at * 7) % 256);
const colour = (index: number): number[] => [...palette.subarray(index * 3, index * 3 + 3)];

for (const interlaced of [false, true]) {
  decoding(`decode() of ${interlaced ? "an interlaced" : "a"} GIF is exact`, () => {
    const image = decoder.decode(
      gifFile({ width: 13, height: 18, palette, index: (x, y) => y * 13 + x, interlaced }),
    );
    assert.is(image.header.progressive, interlaced);
    assert.equal([...image.rgb], Array.from({ length: 13 * 18 }, (_, at) => colour(at)).flat());
  });
}

decoding("decode() of a GIF shows the background around its image and through it", () => {
  const frame = { left: 1, top: 2, width: 2, height: 1 };
  const file = gifFile({
    width: 4,
    height: 4,
    palette,
    frame,
    index: (x) => 5 + x,
    transparent: 6,
  });
  const expected = Array.from({ length: 16 }, (_, at) => (at === 9 ? colour(5) : [255, 255, 255]));
  assert.equal([...decoder.decode(file).rgb], expected.flat());
});

decoding("decode() of an animated GIF is its first image", () => {
  const still = { width: 9, height: 9, palette, index: (x: number, y: number): number => x + y };
  const { rgb } = decoder.decode(gifFile(still));
  assert.equal(decoder.decode(gifFile({ ...still, frames: 200 })).rgb, rgb);
});

for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8] as const) {
  decoding(`decode() turns a JPEG of orientation ${orientation} upright`, () => {
    const { file } = jpegFixture("baseline 4:2:0");
    const image = decoder.decode(withSegments(file, exifSegment(orientation)));
    const { width, height, rgb } = image;
    assert.equal({ width, height, rgb }, { ...orient(plain(decoder.decode(file)), orientation) });
    assert.is(width, orientation >= 5 ? 19 : 27);
    assert.is(image.header.width, 27);
  });
}

decoding("decode() returns pixels of its own, which later images do not touch", () => {
  const first = decoder.decode(jpegFixture("baseline 4:4:4").file);
  const copy = first.rgb.slice();
  decoder.decode(jpegFixture("grey").file);
  assert.equal(first.rgb, copy);
});

decoding("decode() does not write to its input", () => {
  const { file } = jpegFixture("CMYK");
  const copy = file.slice();
  decoder.decode(file);
  assert.equal(file, copy);
});

decoding(
  "loadDecoder() refuses limits that would limit nothing, and impossible backgrounds",
  async () => {
    await rejects(
      () => loadDecoder({ limits: { maxPixels: Number.NaN } }),
      /Cannot limit maxPixels to NaN/,
    );
    await rejects(() => loadDecoder({ limits: { maxSide: 0 } }), /Cannot limit maxSide to 0/);
    await rejects(() => loadDecoder({ background: [0, 0, 256] }), /background \[0, 0, 256\]/);
  },
);

async function rejects(work: () => Promise<unknown>, message: RegExp): Promise<void> {
  const error = await work().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.instance(error, RangeError);
  assert.match((error as RangeError).message, message);
}

function pngPixels(
  colourType: PngPixels["colourType"],
  bitDepth: PngPixels["bitDepth"],
): PngPixels {
  const sample = (x: number, y: number, channel: number): number => {
    const alpha = CHANNELS[colourType] % 2 === 0 && channel === CHANNELS[colourType] - 1;
    const value = x * 3001 + y * 977 + channel * 20011;
    return alpha ? 2 ** bitDepth - 1 : value % 2 ** bitDepth;
  };
  const chunks = colourType === 3 ? { PLTE: palette.subarray(0, 3 * 2 ** bitDepth) } : {};
  return { width: 13, height: 11, colourType, bitDepth, sample, chunks };
}

/** What the PNG specification says these samples are in 8 bits: §13.12 for fewer, the high byte for more. */
function expectedRgb({ width, height, colourType, bitDepth, sample }: PngPixels): number[] {
  const toByte = (value: number): number =>
    bitDepth === 16 ? value >> 8 : (value * 255) / (2 ** bitDepth - 1);
  return Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    if (colourType === 3) return colour(sample(x, y, 0));
    const channels = colourType === 2 || colourType === 6 ? [0, 1, 2] : [0, 0, 0];
    return channels.map((channel) => toByte(sample(x, y, channel)));
  }).flat();
}

function plain({ width, height, rgb }: { width: number; height: number; rgb: Uint8Array }): {
  width: number;
  height: number;
  rgb: Uint8Array;
} {
  return { width, height, rgb };
}

decoding.run();
