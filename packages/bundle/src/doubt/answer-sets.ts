/**
 * Sets of classes that hold the true one as often as promised, by split conformal prediction with the score itself
 * ("least ambiguous sets": Sadinle, Lei and Wasserman 2019): all classes of at least the score that enough held-out images
 * have for their true class. Of all sets with a coverage they are the smallest on average; bench/answer-sets.bench.ts
 * compares them with adaptive ones. The promise holds over all images, not for each class, and for images that are like
 * those of held-out.
 *
 * The likeliest class is always in the set, and is counted so: otherwise a network that is right more often than is promised
 * would make up for it by sets of none, for images that it knows well. Empty is only the set of an image that is marked as
 * out of distribution, which counts as a miss.
 */
import { topK, type Ranked } from "../top-k.ts";
import type {
  BundleAnswerSets,
  CheckedAnswerSets,
  ClassSetFigures,
  SetFigures,
} from "./bundle-doubt.ts";
import { conformalRank } from "./conformal-rank.ts";

/** Answers to images whose classes are known. */
export interface JudgedAnswers {
  /** Scores, `[images, classes]`. */
  readonly scores: Float32Array;
  /** The true classes, `[images]`. */
  readonly labels: Int32Array;
  /**
   * Whether each image is marked as out of distribution, of held-out also the one that the threshold is from; absent where
   * that cannot be told.
   */
  readonly marked?: readonly boolean[] | undefined;
}

/** Coverages that bundles offer, if there are images enough. */
const OFFERED: readonly number[] = Array.from({ length: 50 }, (_, index) => (50 + index) / 100);

/** Coverages whose figures are told. */
const TOLD = [0.8, 0.9, 0.95, 0.98];

/** The coverage whose figures are told by class, if there are images enough. */
const TOLD_BY_CLASS = 0.95;

/**
 * Finds the least scores on held-out and checks them on val.
 * @param byRole answers of each file to the same images, in the same order
 * @returns undefined where held-out has too few images for any coverage
 */
export function fitAnswerSets(
  byRole: ReadonlyMap<string, { readonly heldOut: JudgedAnswers; readonly val: JudgedAnswers }>,
  { classes, split }: { readonly classes: number; readonly split: string },
): BundleAnswerSets | undefined {
  const bounds = new Map(
    [...byRole].map(([role, { heldOut }]) => [role, leastScores(heldOut, classes)]),
  );
  const isOffered = (index: number): boolean =>
    [...bounds.values()].every((scores) => scores[index] !== undefined);
  const coverages = OFFERED.filter((_, index) => isOffered(index));
  const [first] = byRole;
  if (first === undefined || coverages.length === 0) return undefined;
  const [role, { heldOut, val }] = first;
  const sets = (coverage: number, file: string): SetOptions => ({
    classes,
    coverage,
    least: bounds.get(file)![OFFERED.indexOf(coverage)]!,
  });
  const told = coverages.filter((coverage) => TOLD.includes(coverage));
  const figures = [...byRole].map(([file, answers]) => [
    file,
    told.map((coverage) => setFigures(answers.val, sets(coverage, file))),
  ]);
  const coverage = coverages.findLast((offered) => offered <= TOLD_BY_CLASS)!;
  const byClass = { role, coverage, ...figuresByClass(val, sets(coverage, role)) };
  return {
    images: heldOut.labels.length,
    coverages,
    leastScores: Object.fromEntries(
      [...bounds.keys()].map((file) => [file, coverages.map((each) => sets(each, file).least)]),
    ),
    checked: {
      split,
      images: val.labels.length,
      figures: Object.fromEntries(figures) as CheckedAnswerSets["figures"],
      byClass,
    },
  };
}

/**
 * The classes of an image's set, most likely first; at least one.
 * @param scores `[classes]`
 * @param least the bundle's least score for the coverage
 */
export function answerSet(scores: ArrayLike<number>, least: number): Ranked[] {
  return topK(scores, scores.length).filter(({ score }, index) => index === 0 || score >= least);
}

/** The index of the least coverage that is offered and not below the one asked for; -1 where there is none. */
export function coverageIndex({ coverages }: BundleAnswerSets, asked: number): number {
  return coverages.findIndex((offered) => offered >= asked - 1e-9);
}

interface SetOptions {
  readonly classes: number;
  /** What is promised. */
  readonly coverage: number;
  /** The least score of a class in the set. */
  readonly least: number;
}

/** How the sets do. */
function setFigures(answers: JudgedAnswers, options: SetOptions): SetFigures {
  const { sizes, hits } = setsOf(answers, options);
  const images = sizes.length;
  return {
    coverage: options.coverage,
    covered: sum(hits) / images,
    meanSize: sum(sizes) / images,
    empty: sizes.filter((size) => size === 0).length / images,
  };
}

/** For each offered coverage the least score, or undefined where there are too few images. */
function leastScores(
  { scores, labels, marked }: JudgedAnswers,
  classes: number,
): (number | undefined)[] {
  const own = [...labels]
    .map((label, image) => {
      if (marked?.[image]) return undefined;
      const row = scores.subarray(image * classes, (image + 1) * classes);
      return label === likeliest(row) ? 1 : row[label]!;
    })
    .filter((score) => score !== undefined)
    .toSorted((a, b) => b - a);
  return OFFERED.map((coverage) => own[conformalRank(labels.length, coverage) - 1]);
}

/** The first of the classes of an image's set. */
function likeliest(scores: Float32Array): number {
  return scores.indexOf(Math.max(...scores));
}

function figuresByClass(
  answers: JudgedAnswers,
  options: SetOptions,
): Pick<ClassSetFigures, "covered" | "meanSize"> {
  const { sizes, hits } = setsOf(answers, options);
  const counts = Array.from({ length: options.classes }, () => 0);
  const hit = [...counts];
  const size = [...counts];
  for (const [image, label] of answers.labels.entries()) {
    counts[label]! += 1;
    hit[label]! += hits[image]!;
    size[label]! += sizes[image]!;
  }
  const mean = (total: number, index: number): number | null =>
    counts[index] ? Number((total / counts[index]).toPrecision(4)) : null;
  return { covered: hit.map(mean), meanSize: size.map(mean) };
}

/** The size of each image's set, and 1 where it has the true class. */
function setsOf(
  { scores, labels, marked }: JudgedAnswers,
  { classes, least }: SetOptions,
): { readonly sizes: number[]; readonly hits: number[] } {
  const sizes: number[] = [];
  const hits: number[] = [];
  for (const [image, label] of labels.entries()) {
    const row = scores.subarray(image * classes, (image + 1) * classes);
    const isEmpty = marked?.[image] ?? false;
    const size = row.reduce((count, score) => count + (score >= least ? 1 : 0), 0);
    const isHit = row[label]! >= least || label === likeliest(row);
    sizes.push(isEmpty ? 0 : Math.max(1, size));
    hits.push(!isEmpty && isHit ? 1 : 0);
  }
  return { sizes, hits };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
