/**
 * Whether answers have come to differ from those to held-out images: the population stability index (PSI) of their bins,
 * Σ (now − then) · ln(now / then). By custom, below 0.1 is no change, 0.1 to 0.25 some, above 0.25 a large one.
 */
import type { Bins, BundleDrift } from "./bundle-doubt.ts";

/** Answers are compared in so many bins: more would need more answers before chance is told from change. */
const BINS = 10;

/** Fewer held-out images tell too little of what answers look like. */
const LEAST_DRIFT_IMAGES = 100;

/** What a network answers to held-out images. */
export interface DriftAnswers {
  /** Top class of each image. */
  readonly classes: readonly number[];
  /** Score of the top class. */
  readonly confidence: readonly number[];
  /** Absent where it cannot be told. */
  readonly oodScore?: readonly number[] | undefined;
}

/**
 * @param byRole answers of each file to the same images
 * @returns undefined where there are too few images
 */
export function fitDrift(
  byRole: ReadonlyMap<string, DriftAnswers>,
  classes: number,
): BundleDrift | undefined {
  const [first] = byRole.values();
  if (first === undefined || first.classes.length < LEAST_DRIFT_IMAGES) return undefined;
  const images = first.classes.length;
  const shares = Array.from({ length: classes }, () => 0);
  for (const predicted of first.classes) shares[predicted]! += 1 / images;
  const binsOf = (values: (answers: DriftAnswers) => readonly number[] | undefined) =>
    Object.fromEntries(
      [...byRole].flatMap(([role, answers]): [string, Bins][] => {
        const given = values(answers);
        return given ? [[role, deciles(given)]] : [];
      }),
    );
  return {
    images,
    classes: shares.map((share) => Number(share.toFixed(6))),
    confidence: binsOf(({ confidence }) => confidence),
    oodScore: binsOf((answers) => answers.oodScore),
  };
}

/** Bins that hold a tenth of the values each, or more where many are equal. */
function deciles(values: readonly number[]): Bins {
  const sorted = values.toSorted((a, b) => a - b);
  const cuts = Array.from(
    { length: BINS - 1 },
    (_, index) => sorted[Math.floor(((index + 1) * sorted.length) / BINS)]!,
  );
  const bounds = [...new Set(cuts)].filter((bound) => bound < sorted.at(-1)!);
  const shares = Array.from({ length: bounds.length + 1 }, () => 0);
  for (const value of values) shares[binOf(bounds, value)]! += 1 / values.length;
  return { bounds, shares: shares.map((share) => Number(share.toFixed(6))) };
}

/** The bin of a value, from 0. */
export function binOf(bounds: readonly number[], value: number): number {
  const index = bounds.findIndex((bound) => value <= bound);
  return index < 0 ? bounds.length : index;
}

/**
 * Puts classes into at most ten groups that are predicted about equally often: two hundred bins would differ by chance.
 * @param shares of the classes
 * @returns the group of each class, from 0
 */
export function classGroups(shares: readonly number[]): number[] {
  const totals = Array.from({ length: Math.min(BINS, shares.length) }, () => 0);
  const groups = shares.map(() => 0);
  const order = [...shares.keys()].toSorted((a, b) => shares[b]! - shares[a]! || a - b);
  for (const index of order) {
    const group = totals.indexOf(Math.min(...totals));
    groups[index] = group;
    totals[group]! += shares[index]! + 1e-9; // Classes that are never predicted are spread too.
  }
  return groups;
}

/**
 * The index beyond what chance alone makes of so few images and answers, on average (bins − 1) · (1 / images + 1 / answers)
 * (Yurdakul and Naranjo 2020): of 138 images and 200 answers that is 0.11, which would look like a change. 0 or more.
 * @param then fraction of each bin on held-out
 * @param images number of held-out images
 * @param now number of answers in each bin
 */
export function populationStability(
  then: readonly number[],
  images: number,
  now: readonly number[],
): number {
  const bins = then.length;
  const answers = now.reduce((sum, count) => sum + count, 0);
  let index = 0;
  for (const [bin, share] of then.entries()) {
    // An empty bin counts as half an answer: it has no logarithm.
    const found = (now[bin]! + 0.5) / (answers + 0.5 * bins);
    const wanted = Math.max(share, 1e-4);
    index += (found - wanted) * Math.log(found / wanted);
  }
  return Math.max(0, index - (bins - 1) * (1 / images + 1 / answers));
}
