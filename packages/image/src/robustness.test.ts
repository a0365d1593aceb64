import { suite } from "uvu";
import * as assert from "uvu/assert";

import { gifFile } from "../test/gif-file.ts";
import { jpegFixtures } from "../test/jpeg-file.ts";
import { pngFile, withChecksums } from "../test/png-file.ts";
import type { Decoder } from "./decoder.ts";
import { loadDecoder } from "./decoder.ts";
import { ImageError } from "./image-error.ts";

const FLIPS = 10_000;

const robustness = suite("robustness");

const palette = Uint8Array.from({ length: 768 }, (_, at) => at % 256);
const sample = (x: number, y: number, channel: number): number =>
  (x * 31 + y * 7 + channel * 80) % 256;
const files: Readonly<Record<string, Uint8Array>> = {
  ...Object.fromEntries(jpegFixtures.map(({ name, file }) => [`${name} JPEG`, file])),
  "RGBA PNG": pngFile({ width: 19, height: 23, colourType: 6, bitDepth: 8, sample }),
  "16-bit PNG": pngFile({ width: 9, height: 9, colourType: 2, bitDepth: 16, sample }),
  "palette Adam7 PNG": pngFile({
    width: 20,
    height: 20,
    colourType: 3,
    bitDepth: 8,
    interlaced: true,
    sample,
    chunks: { PLTE: palette },
  }),
  GIF: gifFile({ width: 23, height: 19, palette, index: (x, y) => (x * y) % 256 }),
  "animated GIF": gifFile({
    width: 9,
    height: 9,
    palette,
    index: (x) => x,
    transparent: 3,
    interlaced: true,
    frames: 5,
  }),
};
const names = Object.keys(files);

for (const [name, file] of Object.entries(files)) {
  robustness(`decode() of a ${name} cut at every tenth is refused or an image`, async () => {
    const decoder = await loadDecoder();
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const outcome = attempt(decoder, file.subarray(0, Math.floor((file.length * tenth) / 10)));
      // Enough of an animation to show its first image is enough.
      const expected =
        tenth === 0 ? ["empty"] : name === "animated GIF" ? ["truncated", "image"] : ["truncated"];
      assert.ok(expected.includes(outcome), `${outcome} at ${tenth}0 %`);
    }
    assert.is(attempt(decoder, file), "image");
  });
}

robustness(`decode() survives ${FLIPS} byte flips, and decodes as before afterwards`, async () => {
  const decoder = await loadDecoder();
  const before = names.map((name) => decoder.decode(files[name]!));
  const random = seeded(1);
  const outcomes = new Map<string, number>();
  for (let flip = 0; flip < FLIPS; flip += 1) {
    const name = names[flip % names.length]!;
    const file = files[name]!;
    const flipped = file.with(random(file.length), random(256));
    // Half of the PNGs have their checksums put right, or else nothing behind them would ever be reached.
    const mutant = name.endsWith("PNG") && random(2) === 0 ? withChecksums(flipped) : flipped;
    const outcome = attempt(decoder, mutant);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  assert.ok(outcomes.get("image")! > FLIPS / 10);
  assert.ok(outcomes.get("corrupt")! > FLIPS / 10);
  assert.equal(
    names.map((name) => decoder.decode(files[name]!)),
    before,
  );
});

robustness("decode() refuses everything that is no image", async () => {
  const decoder = await loadDecoder();
  const random = seeded(2);
  for (const start of [
    [],
    [0xff, 0xd8, 0xff],
    [...files["RGBA PNG"]!.subarray(0, 8)],
    [0x47, 0x49, 0x46, 0x38, 0x39, 0x61],
  ]) {
    for (let length = 0; length < 200; length += 1) {
      const file = Uint8Array.from([...start, ...Array.from({ length }, () => random(256))]);
      assert.is.not(attempt(decoder, file), "image");
    }
  }
});

/** "image", or the code of the `ImageError`; anything else that is thrown fails the test. */
function attempt(decoder: Decoder, file: Uint8Array): string {
  try {
    const { width, height, rgb } = decoder.decode(file);
    assert.is(rgb.length, width * height * 3);
    return "image";
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    return error.code;
  }
}

/** Whole numbers below a bound: the generator of test/noise.ts. */
function seeded(seed: number): (bound: number) => number {
  let state = seed;
  return function next(bound) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

robustness.run();
