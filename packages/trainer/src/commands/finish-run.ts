/** What follows training: the best weights measured on both splits, exported, and told. */
import { join, relative } from "node:path";
import { exportBundle } from "../export/export-bundle.ts";
import type { Checkpoints } from "../run/checkpoints.ts";
import { writeJson } from "../run/write-json.ts";
import type { TrainerSession } from "../train/trainer-session.ts";
import type { CommandContext } from "./command.ts";
import { describeScores } from "./describe-scores.ts";
import type { OpenRun } from "./open-run.ts";

export async function finishRun(
  run: OpenRun,
  {
    session,
    checkpoints,
    context,
  }: {
    readonly session: TrainerSession;
    readonly checkpoints: Checkpoints;
    readonly context: CommandContext;
  },
): Promise<void> {
  const { console, cwd } = context;
  const best = await checkpoints.read("best");
  if (!best) {
    throw new Error(
      `Cannot export the run "${run.folder.path}": it has no finished epoch yet; go on with --resume`,
    );
  }
  console.progress("Measuring and exporting the best weights");
  await session.restore(best.prefix);
  const weights = await session.weights();
  await session.close(); // its memory is needed for the measuring
  const checkpoint = `best, epoch ${best.state.best!.epoch + 1} of ${run.config.recipe.epochs}`;
  const evaluation = await exportBundle(run, { weights, checkpoint });
  await writeJson(join(run.folder.path, "evaluation.json"), evaluation);
  console.line(describeScores("Held-out:    ", evaluation.heldOut));
  console.line(describeScores("Official val:", evaluation.val));
  console.line(`Bundle: ${relative(cwd, run.folder.bundle)}`);
}
