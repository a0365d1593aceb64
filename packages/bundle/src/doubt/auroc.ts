/** How well scores tell two kinds of images apart. */

/**
 * Area under the ROC curve: how often one of `strange` has a higher score than one of `usual`, half of each tie; 0 to 1.
 * By ranks (Mann and Whitney 1947).
 */
export function auroc(usual: readonly number[], strange: readonly number[]): number {
  const all = [
    ...usual.map((score) => ({ score, isStrange: false })),
    ...strange.map((score) => ({ score, isStrange: true })),
  ].toSorted((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let start = 0; start < all.length;) {
    let end = start;
    while (end < all.length && all[end]!.score === all[start]!.score) end += 1;
    const rank = (start + 1 + end) / 2; // Of equal scores, each has the mean of their ranks.
    for (let index = start; index < end; index += 1) if (all[index]!.isStrange) rankSum += rank;
    start = end;
  }
  const least = (strange.length * (strange.length + 1)) / 2;
  return (rankSum - least) / (usual.length * strange.length);
}
