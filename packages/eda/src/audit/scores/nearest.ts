/** Nearest neighbors of each image in feature space, by the cosine of the angle between features. */

/** For each image its nearest others, nearest first. */
export interface Neighbors {
  /** Neighbors of an image. */
  readonly count: number;
  /** `[images, count]`: indices of images. */
  readonly indices: Int32Array;
  /** `[images, count]`: 1 less the cosine, in [0, 2]. */
  readonly distances: Float32Array;
}

/** @param features `[images, length]` */
export function nearest(
  features: Float32Array,
  { images, count }: { readonly images: number; readonly count: number },
): Neighbors {
  const length = features.length / images;
  const k = Math.min(count, images - 1);
  const units = unitRows(features, length);
  const indices = new Int32Array(images * k).fill(-1);
  const distances = new Float32Array(images * k).fill(Infinity);
  for (let a = 0; a < images; a += 1) {
    for (let b = 0; b < a; b += 1) {
      let cosine = 0;
      for (let at = 0; at < length; at += 1)
        cosine += units[a * length + at]! * units[b * length + at]!;
      insert(a, b, 1 - cosine);
      insert(b, a, 1 - cosine);
    }
  }
  return { count: k, indices, distances };

  function insert(image: number, other: number, distance: number): void {
    let place = (image + 1) * k - 1;
    if (distance >= distances[place]!) return;
    for (; place > image * k && distances[place - 1]! > distance; place -= 1) {
      distances[place] = distances[place - 1]!;
      indices[place] = indices[place - 1]!;
    }
    distances[place] = distance;
    indices[place] = other;
  }
}

function unitRows(features: Float32Array, length: number): Float32Array {
  const units = features.slice();
  for (let start = 0; start < units.length; start += length) {
    const row = units.subarray(start, start + length);
    const norm = Math.hypot(...row) || 1;
    for (let at = 0; at < length; at += 1) row[at]! /= norm;
  }
  return units;
}
