/** A file's answers to held-out and val with their out-of-distribution scores. */
import {
  fitOodScale,
  measuresOf,
  oodScore,
  type DriftAnswers,
  type Gaussian,
  type JudgedAnswers,
  type OodMeasures,
  type OodScale,
} from "@inception-edge/bundle";
import { topClass } from "../../evaluate/scores.ts";

/** What a file said of the images of a split. */
export interface SplitAnswers {
  /** Probabilities, `[images, classes]`. */
  readonly scores: Float32Array;
  /** Pooled channels of the map from `oodMap`, `[images, channels]`. */
  readonly pooled: Float32Array;
  readonly labels: Int32Array;
}

/** The same of both splits. */
export interface FileAnswers {
  readonly heldOut: SplitAnswers;
  readonly val: SplitAnswers;
}

/** With scores and marks, where these can be told. */
export interface JudgedFile {
  readonly scale: OodScale | undefined;
  readonly heldOut: JudgedSplit;
  readonly val: JudgedSplit;
  readonly drift: DriftAnswers;
}

interface JudgedSplit extends JudgedAnswers {
  readonly oodScores?: readonly number[] | undefined;
}

/** @param ood absent where held-out has too few images */
export function judgeAnswers(
  { heldOut, val }: FileAnswers,
  classes: number,
  ood: { readonly kept: number; readonly gaussian: Gaussian } | undefined,
): JudgedFile {
  const scale = ood && fitOodScale(measures(heldOut, classes, ood.gaussian), ood.kept);
  const judge = (split: SplitAnswers, isMarked: typeof isAbove): JudgedSplit => {
    if (ood === undefined || scale === undefined) return split;
    const oodScores = measures(split, classes, ood.gaussian).map((each) => oodScore(each, scale));
    return { ...split, oodScores, marked: oodScores.map((score) => isMarked(score, scale)) };
  };
  // The image that the threshold is from counts as marked. Without it fewer of held-out would be than of any other images, and
  // answer sets would promise too much: of 60 images, a point (bench/few-held-out.bench.ts).
  const known = judge(heldOut, (score, { threshold }) => score >= threshold);
  const rows = rowsOf(heldOut.scores, heldOut.labels.length);
  const top = rows.map(topClass);
  const confidence = top.map((classIndex, image) => rows[image]![classIndex]!);
  return {
    scale,
    heldOut: known,
    val: judge(val, isAbove),
    drift: { classes: top, confidence, oodScore: known.oodScores },
  };
}

/** As services mark an image. */
function isAbove(score: number, { threshold }: OodScale): boolean {
  return score > threshold;
}

function measures(
  { scores, pooled, labels }: SplitAnswers,
  classes: number,
  gaussian: Gaussian,
): OodMeasures[] {
  const maps = rowsOf(pooled, labels.length);
  return rowsOf(scores, scores.length / classes).map((row, image) =>
    measuresOf(maps[image]!, row, gaussian),
  );
}

/** Views of the rows of a matrix. */
export function rowsOf(values: Float32Array, count: number): Float32Array[] {
  const size = values.length / count;
  return Array.from({ length: count }, (_, row) => values.subarray(row * size, (row + 1) * size));
}
