/** `--folds`: trains and measures a network for each fold, before the run itself. */
import { join } from "node:path";
import { formatInteger } from "@inception-edge/host";
import type { FoldAnswers } from "../../evaluate/cross-validation.ts";
import { describeFolds } from "../../evaluate/describe-folds.ts";
import { describeScores } from "../../evaluate/describe-scores.ts";
import { evaluate } from "../../evaluate/evaluation.ts";
import { writeRunConfig } from "../../run/run-config.ts";
import { runFolder } from "../../run/run-folder.ts";
import type { Run } from "../../run/run.ts";
import { prepareFold, readFoldAnswers, removeSurplus, writeFoldAnswers } from "./fold-files.ts";
import { foldSplits } from "./fold-splits.ts";
import { readFolds, writeFolds } from "./folds-file.ts";
import { prefixedTerminal } from "./prefixed-terminal.ts";
import { trainFold, type TrainFoldOptions } from "./train-fold.ts";

/**
 * Does what is left to do of a run's cross-validation, if it has one: folds that have been measured stay so.
 * @returns whether all is done; false if the signal aborted
 */
export async function crossValidate(run: Run, options: TrainFoldOptions): Promise<boolean> {
  const { config, folder, packed } = run;
  const { terminal, signal } = options;
  if (config.folds === undefined) return true;
  if ((await readFolds(folder.path))?.folds.length === config.folds) return true;
  const folds = foldRuns(run, config.folds);
  await removeSurplus(folder.folds, folds.length);
  await writeRunConfig(folder.path, config); // a later --resume must go on with the same settings
  const images = folds.reduce((sum, { splits }) => sum + splits.val.length, 0);
  terminal.line(
    `${folds.length} folds of ${formatInteger(images)} images: each image is classified by a network that was trained on the other folds`,
  );
  const answers: FoldAnswers[] = [];
  for (const [index, fold] of folds.entries()) {
    const name = `Fold ${index + 1} of ${folds.length}`;
    if (await prepareFold(fold)) {
      terminal.line(`${name} had begun with other settings or images: it starts again`);
    }
    let answered = await readFoldAnswers(fold);
    if (!answered) {
      if (signal.aborted) return false;
      answered = await trainFold(fold, {
        ...options,
        terminal: prefixedTerminal(terminal, `${name.toLowerCase()}  `),
      });
      if (!answered) return false;
      await writeFoldAnswers(fold, answered);
    }
    terminal.line(describeScores(`${name}:`, evaluate(answered, packed)));
    answers.push(answered);
  }
  const document = await writeFolds(run, folds, answers);
  for (const line of describeFolds(document)) terminal.line(line);
  return true;
}

/** Every fold as a run in a folder of the run, with its images as val. */
function foldRuns(run: Run, folds: number): Run[] {
  return foldSplits(run, { folds, seed: run.config.seed }).map((splits, index) => ({
    ...run,
    folder: runFolder(join(run.folder.folds, String(index + 1))),
    splits,
  }));
}
