/** Weather corruptions: snow, frost, fog and brightness. */
import { convolve, trailTaps } from "./convolve.ts";
import { SIZE, sideOf, toBytes, type BySeverity, type Corrupt } from "./corruption.ts";
import { frostTexture } from "./frost-texture.ts";
import { normals } from "./normals.ts";
import { plasma } from "./plasma.ts";
import { enlarge, stretch } from "./sample.ts";

interface Snow {
  /** Mean and standard deviation of the normal field whose peaks are the flakes. */
  readonly mean: number;
  readonly deviation: number;
  /** Size of a flake, pixels. */
  readonly enlargement: number;
  /** Peaks below this are not flakes. */
  readonly threshold: number;
  /** Standard deviation of a flake's motion trail, pixels. */
  readonly trail: number;
  /** Weight of the original image; the rest is a pale gray version of it. */
  readonly clear: number;
}

const SNOW: BySeverity<Snow> = {
  1: { mean: 0.1, deviation: 0.2, enlargement: 1, threshold: 0.6, trail: 3, clear: 0.8 },
  2: { mean: 0.1, deviation: 0.2, enlargement: 1, threshold: 0.5, trail: 4, clear: 0.8 },
  3: { mean: 0.15, deviation: 0.3, enlargement: 1.75, threshold: 0.55, trail: 4, clear: 0.7 },
  4: { mean: 0.25, deviation: 0.3, enlargement: 2.25, threshold: 0.6, trail: 6, clear: 0.65 },
  5: { mean: 0.3, deviation: 0.3, enlargement: 1.25, threshold: 0.65, trail: 12, clear: 0.6 },
};

/** The weights of the image and of the frost. */
const FROST: BySeverity<{ readonly image: number; readonly ice: number }> = {
  1: { image: 1, ice: 0.3 },
  2: { image: 0.92, ice: 0.4 },
  3: { image: 0.85, ice: 0.5 },
  4: { image: 0.8, ice: 0.58 },
  5: { image: 0.75, ice: 0.65 },
};
/** Color of the ice, values in [0, 1]. */
const ICE = [0.88, 0.95, 1] as const;

/** Amount of fog, for values in [0, 1], and the decay of its clouds. */
const FOG: BySeverity<{ readonly thickness: number; readonly decay: number }> = {
  1: { thickness: 0.4, decay: 3 },
  2: { thickness: 0.7, decay: 3 },
  3: { thickness: 1, decay: 2.5 },
  4: { thickness: 1.5, decay: 2 },
  5: { thickness: 2, decay: 1.75 },
};

/** Amount added to the largest channel, for values in [0, 1]. */
const BRIGHTNESS: BySeverity<number> = { 1: 0.1, 2: 0.2, 3: 0.3, 4: 0.4, 5: 0.5 };

export const snow: Corrupt = (rgb, severity, random) => {
  const { mean, deviation, enlargement, threshold, trail, clear } = SNOW[severity];
  const angle = Math.PI / 4 + (Math.PI / 2) * random(); // downwards, up to 45 degrees either way
  const normal = normals(random);
  const peaks = new Float32Array(SIZE * SIZE).map(() => mean + deviation * normal());
  const flakes = enlarge(peaks, enlargement, SIZE).map((peak) =>
    peak < threshold ? 0 : Math.min(peak, 1),
  );
  const falling = stretch(convolve(flakes, trailTaps(trail, angle), SIZE), sideOf(rgb));
  const whitened = new Float32Array(rgb).map((value, index) => {
    const pixel = Math.floor(index / 3);
    const [red, green, blue] = [rgb[3 * pixel]!, rgb[3 * pixel + 1]!, rgb[3 * pixel + 2]!];
    const gray = 0.299 * red + 0.587 * green + 0.114 * blue; // ITU-R BT.601's luma
    const pale = Math.max(value, 1.5 * gray + 127.5);
    // The same snow, rotated by 180 degrees, is added to make it denser.
    const fallen = falling[pixel]! + falling[falling.length - 1 - pixel]!;
    return clear * value + (1 - clear) * pale + 255 * fallen;
  });
  return toBytes(whitened);
};

export const frost: Corrupt = (rgb, severity, random) => {
  const { image, ice } = FROST[severity];
  const texture = stretch(frostTexture(random), sideOf(rgb));
  return toBytes(
    new Float32Array(rgb).map(
      (value, index) =>
        image * value + ice * 255 * ICE[index % 3]! * texture[Math.floor(index / 3)]!,
    ),
  );
};

/** Adds fog, then darkens the image so that the largest possible value is the brightest one before. */
export const fog: Corrupt = (rgb, severity, random) => {
  const { thickness, decay } = FOG[severity];
  const clouds = stretch(plasma(random, decay), sideOf(rgb));
  const brightest = rgb.reduce((most, value) => Math.max(most, value));
  const exposure = brightest / (brightest + 255 * thickness);
  return toBytes(
    new Float32Array(rgb).map(
      (value, index) => (value + 255 * thickness * clouds[Math.floor(index / 3)]!) * exposure,
    ),
  );
};

/** Raises V of HSV; hue and saturation stay, so all channels of a pixel are scaled by the same factor. */
export const brightness: Corrupt = (rgb, severity) => {
  const added = 255 * BRIGHTNESS[severity];
  const brightened = new Float32Array(rgb.length);
  for (let index = 0; index < rgb.length; index += 3) {
    const value = Math.max(rgb[index]!, rgb[index + 1]!, rgb[index + 2]!);
    const raised = Math.min(value + added, 255);
    for (let channel = index; channel < index + 3; channel += 1) {
      brightened[channel] = value === 0 ? raised : (rgb[channel]! * raised) / value;
    }
  }
  return toBytes(brightened);
};
