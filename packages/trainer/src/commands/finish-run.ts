/** What follows training: the best weights measured on both splits, exported, and told. */
import { join, relative } from "node:path";
import { writeJson, writeWhole, type Invocation } from "@inception-edge/cli";
import { calibration } from "../evaluate/calibration.ts";
import { confusionCounts } from "../evaluate/confusion.ts";
import { exportBundle, type Measured } from "../export/export-bundle.ts";
import { confusionSvg } from "../plot/confusion-svg.ts";
import { reliabilitySvg } from "../plot/reliability-svg.ts";
import type { Checkpoints } from "../run/checkpoints.ts";
import type { Run } from "../run/run.ts";
import type { TrainerSession } from "../train/trainer-session.ts";
import { describeScores, describeTflite } from "./describe-scores.ts";

export async function finishRun(
  run: Run,
  {
    session,
    checkpoints,
    context,
  }: {
    readonly session: TrainerSession;
    readonly checkpoints: Checkpoints;
    readonly context: Invocation;
  },
): Promise<void> {
  const { console, cwd, signal } = context;
  const best = await checkpoints.read("best");
  if (!best) {
    throw new Error(
      `Cannot export the run "${run.folder.path}": it has no finished epoch yet; go on with --resume`,
    );
  }
  console.progress("Measuring and exporting the best weights");
  await session.restore(best.prefix);
  await session.estimateStatistics();
  const weights = await session.weights();
  await session.close(); // its memory is needed for the measuring
  const checkpoint = `best, epoch ${best.state.best!.epoch + 1} of ${run.config.recipe.epochs}`;
  const { seconds } = (await checkpoints.read("last"))!.state;
  const measured = await exportBundle(run, {
    weights,
    checkpoint,
    seconds,
    signal,
    onProgress: (text) => console.progress(text),
  });
  const { evaluation } = measured;
  await writeJson(join(run.folder.path, "evaluation.json"), evaluation);
  await drawEvaluation(run, measured);
  console.line(describeScores("Held-out:    ", evaluation.heldOut));
  console.line(describeScores("Official val:", evaluation.val));
  for (const measurement of evaluation.tflite) console.line(describeTflite(measurement));
  console.line(`Bundle: ${relative(cwd, run.folder.bundle)}`);
}

/** How sure the network is against how often it is right, and what it takes for what: on official val. */
async function drawEvaluation(run: Run, { val }: Pick<Measured, "val">): Promise<void> {
  const { classes, name } = run.packed;
  const { path } = run.folder;
  const title = `${run.config.recipe.name} on ${name}, official val`;
  const reliability = reliabilitySvg(calibration(val.logits, val.labels), { title });
  await writeWhole(join(path, "reliability.svg"), reliability);
  const counts = confusionCounts(val.logits, val.labels);
  await writeWhole(join(path, "confusion.svg"), confusionSvg(counts, { title, classes }));
}
