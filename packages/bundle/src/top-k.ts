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
  const ascending = new Float64Array(scores).toSorted(); // natively, NaN last; an object for each class takes far longer
  if (Number.isNaN(ascending.at(-1))) {
    const broken = Array.from(scores).findIndex((score) => Number.isNaN(score));
    throw new RangeError(`Cannot rank: the score of class ${broken} is NaN`);
  }
  const least = ascending.at(-k) ?? -Infinity;
  const ranked: Ranked[] = [];
  for (let classIndex = 0; classIndex < scores.length; classIndex += 1) {
    const score = scores[classIndex]!;
    if (score >= least) ranked.push({ classIndex, score });
  }
  return ranked.toSorted((a, b) => b.score - a.score || a.classIndex - b.classIndex).slice(0, k);
}
