/**
 * What a corruption is. The kinds are those of Hendrycks & Dietterich 2019 ("Benchmarking Neural Network
 * Robustness to Common Corruptions and Perturbations", ICLR, §3.1), made by code and with parameters of our
 * own: near those of Tiny-ImageNet-C where they are known to us, chosen for 64×64 pixels. The result is of
 * that dataset's kinds and is not that dataset; figures compare in kind only.
 *
 * The same seed gives the same pixels on one machine; `Math.exp`, `log`, `sin` and `cos` may differ in the
 * last bit on another.
 */
import { STORED_SIZE } from "@inception-edge/image";

/** The next number in `[0, 1)`: the caller seeds it. */
export type Random = () => number;

/** From barely visible to severe. */
export const severities = [1, 2, 3, 4, 5] as const;
export type Severity = (typeof severities)[number];

/** A kind's parameter at each severity. */
export type BySeverity<T> = Readonly<Record<Severity, T>>;

/** What a corruption imitates: a sensor, an optic, the weather, or processing. */
export type CorruptionGroup = "noise" | "blur" | "weather" | "digital";

/**
 * A corrupted copy of an image, uint8 `[SIZE, SIZE, 3]` in [0, 255]. What it draws from `random` and in which
 * order does not depend on the severity where that can be helped: equal seeds then differ by severity alone.
 */
export type Corrupt = (rgb: Uint8Array, severity: Severity, random: Random) => Uint8Array;

export interface Corruption {
  readonly group: CorruptionGroup;
  readonly corrupt: Corrupt;
}

/** Pixels per side. */
export const SIZE: number = STORED_SIZE;

/** Values in units of 1/255 as bytes: rounded, clipped at both ends. */
export function toBytes(values: Float32Array): Uint8Array {
  return new Uint8Array(new Uint8ClampedArray(values).buffer);
}
