/** Trains the network of one fold and lets it classify the fold's images. */
import { readdirSync } from "node:fs";
import type { Terminal } from "@inception-edge/host";
import type { FoldAnswers } from "../../evaluate/cross-validation.ts";
import type { TrainerSession } from "../../loop/trainer-session.ts";
import { isWhole } from "../../run/checkpoint-folder.ts";
import { newestCheckpointName, openCheckpoints, type Checkpoints } from "../../run/checkpoints.ts";
import type { Run } from "../../run/run.ts";
import type { TrainingState } from "../../run/training-state.ts";
import { csvLog } from "../../watchers/csv-log.ts";
import { nanGuard } from "../../watchers/nan-guard.ts";
import { progress } from "../../watchers/progress.ts";
import { openTraining } from "../open-training.ts";
import { loopOnRun } from "../run/loop-on-run.ts";
import { loadBase, openBase } from "../run/start-from-base.ts";

/** Options of {@link trainFold}. */
export interface TrainFoldOptions {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Seconds of training between checkpoints within an epoch. */
  readonly checkpointSeconds: number;
}

/**
 * Trains all epochs of the recipe, from the newest checkpoint if there is one, and measures the last weights: the fold's
 * images decide nothing, neither when to stop nor which epoch was best.
 *
 * @param fold its images are `splits.val`
 * @returns undefined if the signal aborted
 */
export async function trainFold(
  fold: Run,
  { terminal, signal, checkpointSeconds }: TrainFoldOptions,
): Promise<FoldAnswers | undefined> {
  const { folder, packed, splits } = fold;
  const checkpoints = await openCheckpoints(folder.checkpoints);
  const session = await openTraining(fold);
  try {
    const from = await continueFold(fold, { session, checkpoints });
    const base = from ? undefined : await openBase(fold);
    if (base) await loadBase(fold, base, session);
    const outcome = await loopOnRun(fold, {
      session,
      checkpoints,
      watchers: [
        nanGuard({ checkpoint: () => newestCheckpointName(readdirSync(folder.checkpoints)) }),
        csvLog(),
        progress({ terminal, now: () => performance.now() }),
      ],
      checkpointSeconds,
      ...(from && { from }),
      signal,
    });
    if (outcome.reason === "interrupted") return undefined;
    terminal.progress(`Measuring ${splits.val.length} images`);
    await session.estimateStatistics();
    const logits = (await session.evaluate(splits.val)).get("main_out")!;
    const { seconds } = (await checkpoints.list()).find(isWhole)!.state;
    const labels = splits.val.map((index) => packed.labels[index]!);
    return { logits, labels, trained: splits.train.length, seconds };
  } finally {
    await session.close();
  }
}

/** @throws {Error} when the newest checkpoint cannot be read */
async function continueFold(
  { folder }: Run,
  { session, checkpoints }: { readonly session: TrainerSession; readonly checkpoints: Checkpoints },
): Promise<TrainingState | undefined> {
  const newest = (await checkpoints.list()).find(isWhole);
  if (!newest) return undefined;
  await session.restore(newest.prefix).catch((cause: unknown) => {
    const fault = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `Cannot continue the fold "${folder.path}": its checkpoint "${newest.name}" is unusable (${fault}); remove that folder and continue with --resume: the fold then starts again`,
      { cause },
    );
  });
  return newest.state;
}
