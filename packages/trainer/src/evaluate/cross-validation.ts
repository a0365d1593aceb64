/** `folds.json`: the scores of a cross-validation, from what each fold's network answered. */
import { confusionCounts, type ClassName } from "./confusion.ts";
import { evaluate, type Answers, type CrossValidation, type FoldScores } from "./evaluation.ts";
import { mean } from "./mean.ts";

/** What the network of one fold answered to the fold's images. */
export interface FoldAnswers extends Answers, Pick<FoldScores, "trained" | "seconds"> {}

/** The content of `folds.json`. */
export interface FoldsDocument extends CrossValidation {
  readonly schemaVersion: 1;
  /** Counts of the images of all folds, `[classes][classes]`: rows are the actual classes, columns the predicted ones. */
  readonly confusion: readonly (readonly number[])[];
}

/** @param folds in their order, at least two */
export function foldsDocument(
  folds: readonly FoldAnswers[],
  {
    classes,
    measurement,
  }: Pick<CrossValidation, "measurement"> & { readonly classes: readonly ClassName[] },
): FoldsDocument {
  const all = pooled(folds);
  const scored = folds.map((fold): FoldScores => {
    const {
      reliability: _,
      scaled: __,
      perClass: ___,
      confusions: ____,
      ...scores
    } = evaluate(fold, { classes });
    return { ...scores, trained: fold.trained, seconds: fold.seconds };
  });
  const counts = confusionCounts(all.logits, all.labels);
  const size = classes.length;
  return {
    schemaVersion: 1,
    measurement,
    folds: scored,
    top1: meanAndDeviation(scored.map(({ top1 }) => top1)),
    pooled: evaluate(all, { classes }),
    confusion: classes.map((_, row) => [...counts.subarray(row * size, (row + 1) * size)]),
  };
}

/** The answers of all folds, one fold after the other. */
export function pooled(folds: readonly Answers[]): Answers {
  const logits = new Float32Array(folds.reduce((sum, fold) => sum + fold.logits.length, 0));
  let start = 0;
  for (const fold of folds) {
    logits.set(fold.logits, start);
    start += fold.logits.length;
  }
  return { logits, labels: Int32Array.from(folds.flatMap(({ labels }) => [...labels])) };
}

/** The deviation is a sample's: it estimates how far one fold is from the mean. */
function meanAndDeviation(values: readonly number[]): CrossValidation["top1"] {
  const center = mean(values);
  const squares = values.map((value) => (value - center) ** 2);
  const variance = squares.reduce((sum, square) => sum + square, 0) / (values.length - 1);
  return { mean: center, deviation: Math.sqrt(variance) };
}
