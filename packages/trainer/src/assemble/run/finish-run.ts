/** Finishes a run: measures the best or the last weights, as its recipe wants, on both splits, exports them, and prints the results. */
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { valName } from "@inception-edge/bundle";
import { writeJson, writeWhole, type Invocation } from "@inception-edge/host";
import { confusionCounts } from "../../evaluate/confusion.ts";
import { foldsName } from "../../evaluate/describe-folds.ts";
import { describeScores, describeTflite, valTitle } from "../../evaluate/describe-scores.ts";
import { reliability } from "../../evaluate/reliability.ts";
import { exportBundle, type Measured } from "../../export/export-bundle.ts";
import type { TrainerSession } from "../../loop/trainer-session.ts";
import { confusionSvg } from "../../plot/confusion-svg.ts";
import { reliabilitySvg } from "../../plot/reliability-svg.ts";
import { isWhole, type Checkpoint, type FoundCheckpoint } from "../../run/checkpoint-folder.ts";
import { bestOf, type Checkpoints } from "../../run/checkpoints.ts";
import { findCheckpoint, unusable } from "../../run/resume-point.ts";
import type { Run } from "../../run/run.ts";
import { describeState } from "../../run/training-state.ts";
import { isOwn } from "../choose-recipe.ts";
import { readFolds } from "../folds/folds-file.ts";
import { nextSteps } from "./next-steps.ts";
import { restoreCheckpoint } from "./restore-checkpoint.ts";

/** Writes `evaluation.json`, two plots and the bundle into the run's folder. Closes the session. */
export async function finishRun(
  run: Run,
  {
    session,
    checkpoints,
    from,
    invocation,
  }: {
    readonly session: TrainerSession;
    readonly checkpoints: Checkpoints;
    /** The checkpoint to export: "best" or a name; default: by the recipe. */
    readonly from?: string | undefined;
    readonly invocation: Invocation;
  },
): Promise<void> {
  const { terminal, cwd, signal } = invocation;
  const path = run.folder.path;
  const found = await checkpoints.list();
  const { epochs, exports } = run.config.recipe;
  const chosen =
    from !== undefined
      ? findCheckpoint(found, { run: path, name: from })
      : ((exports === "last" ? found.find(isWhole) : undefined) ?? bestCheckpoint(found, path));
  terminal.progress(`Measuring and exporting the weights after epoch ${chosen.state.epoch}`);
  await restoreCheckpoint(chosen, { session, run: path, found });
  await session.estimateStatistics();
  const weights = await session.weights();
  await session.close(); // frees its memory for measuring
  const { state } = chosen;
  const checkpoint =
    chosen === bestOf(found)
      ? `best, epoch ${state.epoch} of ${epochs}`
      : `${describeState(state)} of ${epochs}`;
  const { seconds } = found.find(isWhole)!.state;
  const measured = await exportBundle(run, {
    weights,
    checkpoint,
    seconds,
    folds: await readFolds(path),
    signal,
    onProgress: (text) => terminal.progress(text),
  });
  const { evaluation } = measured;
  await writeJson(join(path, "evaluation.json"), evaluation);
  await drawEvaluation(run, measured);
  terminal.line(describeScores("Held-out:", evaluation.heldOut));
  terminal.line(describeScores(valTitle(run.packed), evaluation.val));
  if (evaluation.folds)
    terminal.line(describeScores(`${foldsName(evaluation.folds)}:`, evaluation.folds.pooled));
  for (const measurement of evaluation.tflite)
    terminal.line(describeTflite(measurement, valName(run.packed)));
  for (const note of measured.notes) terminal.line(note);
  terminal.line(`Bundle: ${relative(cwd, run.folder.bundle)}`);
  if (isOwn(run.config.dataset, run.packed)) {
    const hasPredictions = existsSync(run.folder.predictions);
    for (const line of nextSteps(run.folder, { cwd, hasPredictions })) terminal.line(line);
  }
}

/** @throws {Error} when there is no best checkpoint, or it was lost */
function bestCheckpoint(found: readonly FoundCheckpoint[], run: string): Checkpoint {
  const best = bestOf(found);
  if (best) return best;
  const newest = found.find(isWhole);
  if (newest?.state.best) {
    const fault = `that of epoch ${newest.state.best.epoch + 1} is missing or damaged`;
    throw unusable(found, { run, name: "best", fault });
  }
  // The best was lost and the run then continued without a better one: export its end.
  if (newest && newest.state.epoch > 0) return newest;
  throw new Error(
    `Cannot export the run "${run}": it has no finished epoch yet; continue it with --resume`,
  );
}

/** The reliability diagram and the confusion matrix on val. */
async function drawEvaluation(run: Run, { val }: Pick<Measured, "val">): Promise<void> {
  const { classes, name } = run.packed;
  const split = valName(run.packed);
  const { path } = run.folder;
  const title = `${run.config.recipe.name} on ${name}, ${split}`;
  const diagram = reliabilitySvg(reliability(val.logits, val.labels), { title });
  await writeWhole(join(path, "reliability.svg"), diagram);
  const counts = confusionCounts(val.logits, val.labels);
  await writeWhole(join(path, "confusion.svg"), confusionSvg(counts, { title, classes }));
}
