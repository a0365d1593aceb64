/**
 * How far each image's given label agrees with what was said of it without that label: the lower, the likelier the label
 * is wrong. `bench/label-audit.bench.ts` measures which ranks planted wrong labels best.
 */

/** Probabilities and the labels that were given. */
export interface GivenLabels {
  /** `[images, classes]`, of a model that had not been trained on the image. */
  readonly probabilities: Float32Array;
  /** `[images]`, class indices. */
  readonly labels: Int32Array;
  readonly classes: number;
}

/** The probability of the given label, in [0, 1] (Northcutt et al. 2021, section 3.2). */
export function selfConfidence({ probabilities, labels, classes }: GivenLabels): Float64Array {
  return Float64Array.from(labels, (label, image) => probabilities[image * classes + label]!);
}

/** That less the highest probability of any other class, in [-1, 1]. */
export function normalizedMargin(given: GivenLabels): Float64Array {
  const others = likeliestOthers(given);
  const { probabilities, classes } = given;
  return selfConfidence(given).map(
    (own, image) => own - probabilities[image * classes + others[image]!]!,
  );
}

/** The probability of the given label divided by how undecided the model is (Kuan & Mueller 2022), above 0. */
export function confidenceWeightedEntropy(given: GivenLabels): Float64Array {
  const { probabilities, classes } = given;
  return selfConfidence(given).map((own, image) => {
    let entropy = 0;
    for (let k = 0; k < classes; k += 1) {
      const probability = probabilities[image * classes + k]!;
      if (probability > 0) entropy -= probability * Math.log(probability);
    }
    return own / (entropy / Math.log(classes) + 1e-6);
  });
}

/** For each image the likeliest class other than the given one, `[images]`. */
export function likeliestOthers({ probabilities, labels, classes }: GivenLabels): Int32Array {
  return labels.map((label, image) => {
    let best = label === 0 ? 1 : 0;
    for (let k = 0; k < classes; k += 1) {
      const isHigher = probabilities[image * classes + k]! > probabilities[image * classes + best]!;
      if (k !== label && isHigher) best = k;
    }
    return best;
  });
}
