/** Integer sums over the images of a split; sums of parts are merged into the sums of the whole. */
import { HISTOGRAM_LENGTH } from "./channel-samples.ts";

/** Sums over some images of one class in one split. */
export interface GroupSums {
  readonly isTrain: boolean;
  readonly classIndex: number;
  images: number;
  /** Counts of samples, `[3, 256]` each. */
  readonly stored: Uint32Array;
  readonly bilinear: Uint32Array;
  readonly centerCrop: Uint32Array;
  /** Sums of pixels, `[64, 64, 3]`. */
  readonly pixels: Uint32Array;
}

export function createGroupSums(isTrain: boolean, classIndex: number, pixels: number): GroupSums {
  return {
    isTrain,
    classIndex,
    images: 0,
    stored: new Uint32Array(HISTOGRAM_LENGTH),
    bilinear: new Uint32Array(HISTOGRAM_LENGTH),
    centerCrop: new Uint32Array(HISTOGRAM_LENGTH),
    pixels: new Uint32Array(pixels),
  };
}

/** Sums over a whole split. Counts are doubles, exact up to 2^53: 32 bits would overflow at a million images. */
export interface SplitSums {
  images: number;
  readonly bilinear: Float64Array;
  readonly centerCrop: Float64Array;
  readonly classes: readonly ClassSums[];
}

export interface ClassSums {
  images: number;
  /** `[3, 256]` */
  readonly stored: Float64Array;
  /** `[64, 64, 3]`; exact for up to 16 million images of a class. */
  readonly pixels: Uint32Array;
}

export function createSplitSums(classes: number, pixels: number): SplitSums {
  return {
    images: 0,
    bilinear: new Float64Array(HISTOGRAM_LENGTH),
    centerCrop: new Float64Array(HISTOGRAM_LENGTH),
    classes: Array.from({ length: classes }, () => ({
      images: 0,
      stored: new Float64Array(HISTOGRAM_LENGTH),
      pixels: new Uint32Array(pixels),
    })),
  };
}

export function mergeGroup(split: SplitSums, group: GroupSums): void {
  const target = split.classes[group.classIndex]!;
  split.images += group.images;
  target.images += group.images;
  addTo(split.bilinear, group.bilinear);
  addTo(split.centerCrop, group.centerCrop);
  addTo(target.stored, group.stored);
  addTo(target.pixels, group.pixels);
}

/** The histogram of stored samples over all classes, `[3, 256]`. */
export function storedHistogram({ classes }: SplitSums): Float64Array {
  const whole = new Float64Array(HISTOGRAM_LENGTH);
  for (const { stored } of classes) addTo(whole, stored);
  return whole;
}

function addTo(target: Float64Array | Uint32Array, source: Float64Array | Uint32Array): void {
  for (let index = 0; index < source.length; index += 1) target[index]! += source[index]!;
}
