/**
 * What a cross-validation leaves in the run's folder: `predictions/`, `folds/confusion.svg` and, last, `folds.json`, by
 * which it counts as done.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writePredictions } from "@inception-edge/dataset";
import { writeJson, writeWhole } from "@inception-edge/host";
import { confusionCounts } from "../../evaluate/confusion.ts";
import {
  foldsDocument,
  pooled,
  type FoldAnswers,
  type FoldsDocument,
} from "../../evaluate/cross-validation.ts";
import { foldsName } from "../../evaluate/describe-folds.ts";
import type { CrossValidation } from "../../evaluate/evaluation.ts";
import { softmax } from "../../evaluate/logits.ts";
import { changesTo } from "../../export/bundle-facts.ts";
import { confusionSvg } from "../../plot/confusion-svg.ts";
import type { Run } from "../../run/run.ts";
import { formerFeatures } from "./former-features.ts";

const FOLDS = "folds.json";

/**
 * Writes all of it. The predictions keep the features of a linear probe that were there: those of the folds' networks cannot
 * be compared with each other.
 * @param folds whose `splits.val` are the images of the answers
 */
export async function writeFolds(
  { folder, config, packed }: Run,
  folds: readonly Run[],
  answers: readonly FoldAnswers[],
): Promise<FoldsDocument> {
  const { name, classes, fingerprint, labels, paths } = packed;
  const { recipe, precision, library, split, dataset } = config;
  const document = foldsDocument(answers, {
    classes,
    measurement: {
      measured: new Date().toISOString(),
      checkpoint: `last, epoch ${recipe.epochs} of ${recipe.epochs}`,
      precision,
      library,
      dataset: { name, fingerprint, excluded: split.exclude.length, ...changesTo(packed) },
    },
  });
  const all = pooled(answers);
  const images = folds.flatMap(({ splits }, fold) =>
    [...splits.val].map((index) => ({ path: paths[index]!, label: labels[index]!, fold })),
  );
  const features = await formerFeatures(folder.predictions, images);
  await writePredictions(folder.predictions, {
    how: foldsName(document),
    dataset: { name, root: dataset.root, fingerprint },
    classes,
    images,
    probabilities: softmax(all.logits, classes.length),
    ...(features && { features, featuresOf: "one model" as const }),
  });
  const title = `${recipe.name} on ${name}, ${foldsName(document)}`;
  const counts = confusionCounts(all.logits, all.labels);
  await writeWhole(join(folder.folds, "confusion.svg"), confusionSvg(counts, { title, classes }));
  await writeJson(join(folder.path, FOLDS), document);
  return document;
}

/**
 * The scores of a run's folds; undefined if it has none, or not all yet.
 * @throws {Error} when the file is damaged
 */
export async function readFolds(runFolder: string): Promise<CrossValidation | undefined> {
  const path = join(runFolder, FOLDS);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    const { schemaVersion: _, confusion: __, ...scores } = JSON.parse(text) as FoldsDocument;
    return scores;
  } catch (cause) {
    throw new Error(
      `Cannot read "${path}": it is damaged; remove it, and --resume makes it again from the folds`,
      { cause },
    );
  }
}
