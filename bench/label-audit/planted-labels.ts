/** Labels of which some are made wrong, and how well a ranking finds those again. */
import { seededRandom, shuffled } from "../../packages/dataset/src/mod.ts";

/** Labels with planted mistakes. */
export interface PlantedLabels {
  /** `[images]`, class indices. */
  readonly labels: Int32Array;
  /** `[images]`, 1 where the label was made wrong. */
  readonly isWrong: Uint8Array;
}

/** Gives `share` of the images another class, every other one as likely. */
export function plantWrongLabels(
  labels: Int32Array,
  {
    classes,
    share,
    seed,
  }: { readonly classes: number; readonly share: number; readonly seed: number },
): PlantedLabels {
  const planted = labels.slice();
  const isWrong = new Uint8Array(labels.length);
  const random = seededRandom(seed, 1);
  const count = Math.round(share * labels.length);
  for (const image of shuffled(labels.length, seededRandom(seed, 2)).subarray(0, count)) {
    planted[image] = (labels[image]! + 1 + Math.floor(random() * (classes - 1))) % classes;
    isWrong[image] = 1;
  }
  return { labels: planted, isWrong };
}

/**
 * The mean, over the wrong labels, of the share of wrong ones among all that rank up to there: 1 if they all come first.
 *
 * @param scores low where a label is doubted
 */
export function averagePrecision(scores: ArrayLike<number>, isWrong: Uint8Array): number {
  const order = [...isWrong.keys()].toSorted((a, b) => scores[a]! - scores[b]!);
  let [found, sum] = [0, 0];
  for (const [rank, image] of order.entries()) {
    if (isWrong[image] === 0) continue;
    found += 1;
    sum += found / (rank + 1);
  }
  return sum / found;
}
