/**
 * The type of a corruption. The kinds are those of Hendrycks & Dietterich 2019 ("Benchmarking Neural Network
 * Robustness to Common Corruptions and Perturbations", ICLR, §3.1). Code and parameters are our own: close to those of
 * Tiny-ImageNet-C where we know them, chosen for 64×64 pixels: on larger images, lengths grow with the side. The results
 * are not that dataset, so figures are not directly comparable with it.
 *
 * The same seed gives the same pixels on one machine; `Math.exp`, `log`, `sin` and `cos` may differ in the
 * last bit on another.
 */
/** Returns the next random number in `[0, 1)`; seeded by the caller. */
export type Random = () => number;

/** From barely visible to severe. */
export const severities = [1, 2, 3, 4, 5] as const;
export type Severity = (typeof severities)[number];

/** The parameter of a corruption at each severity. */
export type BySeverity<T> = Readonly<Record<Severity, T>>;

/** What a corruption imitates: a sensor, an optic, the weather, or processing. */
export type CorruptionGroup = "noise" | "blur" | "weather" | "digital";

/**
 * Returns a corrupted copy of an image, uint8 `[side, side, 3]` in [0, 255]. As far as possible, what it draws from
 * `random` does not depend on the severity: with equal seeds, results then differ by the severity alone.
 */
export type Corrupt = (rgb: Uint8Array, severity: Severity, random: Random) => Uint8Array;

export interface Corruption {
  readonly group: CorruptionGroup;
  readonly corrupt: Corrupt;
}

/** Pixels per side of the images that the parameters are for, and of the textures that are laid over images. */
export const SIZE = 64;

/** Pixels per side of an image, uint8 `[side, side, 3]`. */
export function sideOf(rgb: ArrayLike<number>): number {
  return Math.sqrt(rgb.length / 3);
}

/** Rounds values in [0, 255] to bytes, and clips those outside. */
export function toBytes(values: Float32Array): Uint8Array {
  return new Uint8Array(new Uint8ClampedArray(values).buffer);
}
