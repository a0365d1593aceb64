/** The best classes of a distribution. */

export interface Ranked {
  readonly classIndex: number;
  readonly score: number;
}

/**
 * The `k` best scores, best first, equal ones by class index; all of them when there are fewer.
 * @throws {RangeError} when `k` is not a whole number ≥ 1, or a score is not a number
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
