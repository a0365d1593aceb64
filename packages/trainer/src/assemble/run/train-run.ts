/** Trains a run to its end and exports its bundle. */
import { existsSync } from "node:fs";
import { relative } from "node:path";
import { valName } from "@inception-edge/bundle";
import type { Invocation } from "@inception-edge/host";
import { countMultiplyAdds, countParameters } from "@inception-edge/model";
import type { Workers } from "@inception-edge/tensorflow";
import type { TrainerSession } from "../../loop/trainer-session.ts";
import type { Checkpoint } from "../../run/checkpoint-folder.ts";
import { bestOf, openCheckpoints, type Checkpoints } from "../../run/checkpoints.ts";
import { writeRunConfig } from "../../run/run-config.ts";
import type { Run } from "../../run/run.ts";
import type { TrainingState } from "../../run/training-state.ts";
import { joinAsLeader, tellsFailure } from "../../workers/lead.ts";
import { crossValidate } from "../folds/cross-validate.ts";
import { openTraining } from "../open-training.ts";
import { describeBalance } from "./describe-balance.ts";
import { finishRun } from "./finish-run.ts";
import { loopOnRun } from "./loop-on-run.ts";
import { restoreCheckpoint } from "./restore-checkpoint.ts";
import { runWatchers } from "./run-watchers.ts";
import { loadBase, openBase, probeBase } from "./start-from-base.ts";

/** Options of {@link trainRun}. */
export interface TrainRunOptions {
  /** The checkpoint to continue from; default: start from scratch. */
  readonly from?: Checkpoint | undefined;
  /** Seconds of training between checkpoints within an epoch. */
  readonly checkpointSeconds: number;
  /** All workers, this one being worker 0; default: it trains alone. */
  readonly workers?: Workers | undefined;
  readonly invocation: Invocation;
}

/** Trains and exports. Call it while the run is locked. */
export async function trainRun(run: Run, options: TrainRunOptions): Promise<void> {
  const { invocation, from, checkpointSeconds, workers } = options;
  const { terminal, cwd, signal } = invocation;
  const { config, folder } = run;
  const path = relative(cwd, folder.path) || ".";
  describeRun(run, path, terminal);
  if (config.balance) terminal.line(describeBalance(run));

  const base = from === undefined ? await openBase(run) : undefined;
  // Once: the folds, which say more of the images, then put their probabilities in the place of the probe's.
  if (base && !existsSync(folder.predictions)) await probeBase(run, base, invocation);
  if (!(await crossValidate(run, { terminal, signal, checkpointSeconds }))) {
    terminal.line(`Stopped in the folds; continue with --resume --out ${path}`);
    return;
  }

  const checkpoints = await openCheckpoints(folder.checkpoints);
  // The others have ended when only the export is missing, and are not awaited.
  const isTrained = from !== undefined && from.state.epoch >= config.recipe.epochs;
  const leader =
    workers && !isTrained ? await joinAsLeader(workers, config, invocation) : undefined;
  const session = await openTraining(run, leader);
  try {
    if (base) await loadBase(run, base, session);
    const state = from && (await continueFrom(from, { run, session, checkpoints, terminal }));
    // Only now, so that a checkpoint which cannot be read leaves the run unchanged.
    await writeRunConfig(folder.path, config);
    const outcome = await loopOnRun(run, {
      session,
      checkpoints,
      watchers: [...runWatchers(run, terminal), ...(leader ? [tellsFailure(leader)] : [])],
      checkpointSeconds,
      ...(state && { from: state }),
      signal: leader ? AbortSignal.any([signal, leader.stopping.signal]) : signal,
    });
    if (outcome.reason === "interrupted") {
      terminal.line(
        `Stopped after ${outcome.epochsDone} epochs; continue with --resume --out ${path}`,
      );
      return;
    }
    await finishRun(run, { session, checkpoints, invocation });
  } finally {
    await session.close();
  }
}

function describeRun(
  { config, splits, model, packed, usesGpu }: Run,
  path: string,
  terminal: Invocation["terminal"],
): void {
  const { recipe, base, split, precision, library } = config;
  const excluded = split.exclude.length > 0 ? `, ${split.exclude.length} left out` : "";
  terminal.line(
    `${recipe.name} on ${packed.name}: ${splits.train.length} training, ${splits.heldOut.length} held-out and ${splits.val.length} ${valName(packed)} images of ${packed.classes.length} classes${excluded}`,
  );
  terminal.line(
    `Inception v1 at ${recipe.inputSize} px, ${countParameters(model).total.toLocaleString("en")} parameters, ${Math.round(countMultiplyAdds(model) / 1e6)} M multiply-adds per image, ${precision}, TensorFlow ${library}`,
  );
  if (precision === "f16" && !usesGpu) {
    terminal.line(
      "Note: TensorFlow computes f16 slowly on a CPU; --precision bf16 or f32 is faster",
    );
  }
  if (base) terminal.line(`Starts with the weights of ${base.name} (${base.path})`);
  terminal.line(`Run folder: ${path}`);
}

/**
 * Restores a checkpoint. Newer ones, which the user has skipped, are set aside: the next --resume must not use them, and
 * they must not be lost.
 */
async function continueFrom(
  from: Checkpoint,
  {
    run,
    session,
    checkpoints,
    terminal,
  }: {
    readonly run: Run;
    readonly session: TrainerSession;
    readonly checkpoints: Checkpoints;
    readonly terminal: Invocation["terminal"];
  },
): Promise<TrainingState> {
  const found = await checkpoints.list();
  await restoreCheckpoint(from, { session, run: run.folder.path, found });
  const index = found.findIndex(({ name }) => name === from.name);
  const newer = found.slice(0, index).map(({ name }) => name);
  await checkpoints.setAside(newer);
  if (newer.length > 0) terminal.line(`Set aside: ${newer.join(", ")}`);
  const { best } = from.state;
  if (!best || bestOf(found.slice(index))) return from.state;
  terminal.line(
    `Note: the best checkpoint, of epoch ${best.epoch + 1}, no longer exists; the best of the remaining epochs replaces it`,
  );
  return { ...from.state, best: null };
}
