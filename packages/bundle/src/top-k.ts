/** Ranks classes by their scores. */

export interface Ranked {
  readonly classIndex: number;
  readonly score: number;
}

/**
 * The `k` best classes, best first, equal scores by class index; all classes if there are fewer. Each score is put where it
 * belongs among the best so far: most are worse than all of these, so that 5 of 200 take a twentieth of the time of sorting.
 *
 * @throws {RangeError} if `k` is not a whole number ≥ 1, or a score is NaN
 */
export function topK(scores: ArrayLike<number>, k: number): Ranked[] {
  if (!Number.isSafeInteger(k) || k < 1) {
    throw new RangeError(`Cannot rank: k is ${k}, wanted a whole number ≥ 1`);
  }
  const best: Ranked[] = [];
  for (let classIndex = 0; classIndex < scores.length; classIndex += 1) {
    const score = scores[classIndex]!;
    if (Number.isNaN(score)) {
      throw new RangeError(`Cannot rank: the score of class ${classIndex} is NaN`);
    }
    if (best.length === k) {
      if (score <= best[k - 1]!.score) continue;
      best.pop();
    }
    best.splice(countAtLeast(best, score), 0, { classIndex, score });
  }
  return best;
}

/** How many of the ranked have this score or a better one. */
function countAtLeast(ranked: readonly Ranked[], score: number): number {
  let [start, end] = [0, ranked.length];
  while (start < end) {
    const middle = (start + end) >>> 1;
    if (ranked[middle]!.score < score) end = middle;
    else start = middle + 1;
  }
  return start;
}
