/**
 * How well each image's given label agrees with what the model said of it: the lower, the likelier the label is wrong.
 * `bench/label-audit.bench.ts` measures which of them finds planted wrong labels best.
 */

/** Probabilities and the labels that were given. */
export interface GivenLabels {
  /** `[images, classes]`, out of fold. */
  readonly probabilities: Float32Array;
  /** `[images]`, class indices. */
  readonly labels: Int32Array;
  readonly classes: number;
}

/** The probability of the given label, in [0, 1] (Northcutt et al. 2021, section 3). */
export function selfConfidence({ probabilities, labels, classes }: GivenLabels): Float64Array {
  return Float64Array.from(labels, (label, image) => probabilities[image * classes + label]!);
}

/** That less the highest probability of any other class, in [-1, 1]. */
export function normalizedMargin(given: GivenLabels): Float64Array {
  const { probabilities, labels, classes } = given;
  return selfConfidence(given).map((own, image) => {
    const other = bestOther(rowOf(probabilities, { image, classes }), labels[image]!);
    return own - probabilities[image * classes + other]!;
  });
}

/** The class other than the given one that the model thinks likeliest. */
export function bestOther(row: Float32Array, label: number): number {
  let best = label === 0 ? 1 : 0;
  for (let at = 0; at < row.length; at += 1) if (at !== label && row[at]! > row[best]!) best = at;
  return best;
}

/** The probabilities of one image, `[classes]`. */
export function rowOf(
  probabilities: Float32Array,
  { image, classes }: { readonly image: number; readonly classes: number },
): Float32Array {
  return probabilities.subarray(image * classes, (image + 1) * classes);
}
