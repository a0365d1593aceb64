/** Ranks classes by their scores. */

export interface Ranked {
  readonly classIndex: number;
  readonly score: number;
}

/**
 * The `k` best classes, best first, equal scores by class index; all classes if there are fewer.
 * @throws {RangeError} if `k` is not a whole number ≥ 1, or a score is NaN
 */
export function topK(scores: ArrayLike<number>, k: number): Ranked[] {
  if (!Number.isSafeInteger(k) || k < 1) {
    throw new RangeError(`Cannot rank: k is ${k}, wanted a whole number ≥ 1`);
  }
  const ranked = Array.from(scores, (score, classIndex) => ({ classIndex, score }));
  const broken = ranked.find(({ score }) => Number.isNaN(score));
  if (broken !== undefined) {
    throw new RangeError(`Cannot rank: the score of class ${broken.classIndex} is NaN`);
  }
  return ranked.toSorted((a, b) => b.score - a.score || a.classIndex - b.classIndex).slice(0, k);
}
