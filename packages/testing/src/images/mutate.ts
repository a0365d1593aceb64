/** Images of every format and damage done to them, from one seed. */
import { decodableFormats, type ImageFormat } from "@inception-edge/image";
import { avifFixtures } from "./avif-file.ts";
import type { Fixture } from "./fixture.ts";
import { gifFile } from "./gif-file.ts";
import { heicFixtures } from "./heic-file.ts";
import { jpegFixtures } from "./jpeg-file.ts";
import { pngFile, withChecksums } from "./png-file.ts";
import { webpFixtures } from "./webp-file.ts";

const palette = Uint8Array.from({ length: 768 }, (_, at) => at % 256);
const sample = (x: number, y: number, channel: number): number =>
  (x * 31 + y * 7 + channel * 80) % 256;

/** Sound images by format and name. */
export const soundImages: Readonly<Record<ImageFormat, Readonly<Record<string, Uint8Array>>>> = {
  jpeg: filesOf(jpegFixtures),
  png: {
    RGBA: pngFile({ width: 19, height: 23, colourType: 6, bitDepth: 8, sample }),
    "16-bit": pngFile({ width: 9, height: 9, colourType: 2, bitDepth: 16, sample }),
    "palette Adam7": pngFile({
      width: 20,
      height: 20,
      colourType: 3,
      bitDepth: 8,
      interlaced: true,
      sample,
      chunks: { PLTE: palette },
    }),
  },
  gif: {
    still: gifFile({ width: 23, height: 19, palette, index: (x, y) => (x * y) % 256 }),
    animated: gifFile({
      width: 9,
      height: 9,
      palette,
      index: (x) => x,
      transparent: 3,
      interlaced: true,
      frames: 5,
    }),
  },
  webp: filesOf(webpFixtures),
  avif: filesOf(avifFixtures),
  heic: filesOf(heicFixtures),
};

function filesOf(fixtures: readonly Fixture[]): Readonly<Record<string, Uint8Array>> {
  return Object.fromEntries(fixtures.map(({ name, file }) => [name, file]));
}

export interface Mutation {
  readonly format: ImageFormat;
  readonly bytes: Uint8Array;
}

/** Endless: the formats in turn, a byte or a few changed, a piece cut out, doubled or swapped for another's. */
export function* mutations(seed: number): Generator<Mutation> {
  const random = seeded(seed);
  for (;;) {
    for (const format of decodableFormats) {
      const files = Object.values(soundImages[format]);
      const file = files[random(files.length)]!;
      const other = files[random(files.length)]!;
      const bytes = damage(file, other, random);
      // Half of the PNGs have their checksums put right, or else nothing behind them would ever be reached.
      yield { format, bytes: format === "png" && random(2) === 0 ? withChecksums(bytes) : bytes };
    }
  }
}

function damage(
  file: Uint8Array,
  other: Uint8Array,
  random: (bound: number) => number,
): Uint8Array {
  const at = random(file.length);
  const length = 1 + random(32);
  switch (random(8)) {
    case 0:
      return new Uint8Array([...file.subarray(0, at), ...file.subarray(at + length)]);
    case 1:
      return new Uint8Array([...file.subarray(0, at + length), ...file.subarray(at)]);
    case 2:
      return new Uint8Array([...file.subarray(0, at), ...other.subarray(at)]);
    case 3:
      return file.slice().fill(random(2) * 255, at, at + length);
    case 4: {
      const changed = file.slice();
      for (let time = 0; time < 8; time += 1) changed[random(file.length)] = random(256);
      return changed;
    }
    default:
      return file.with(at, random(256));
  }
}

/** Whole numbers below a bound: the generator of ./noise.ts. */
export function seeded(seed: number): (bound: number) => number {
  let state = seed;
  return function next(bound) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}
