/** A run from where it stands to its bundle. */
import { relative } from "node:path";
import type { Invocation } from "@inception-edge/host";
import { countMultiplyAdds, countParameters } from "@inception-edge/model";
import { train } from "../../loop/train.ts";
import type { TrainerSession } from "../../loop/trainer-session.ts";
import type { Checkpoint } from "../../run/checkpoint-folder.ts";
import { bestOf, openCheckpoints, type Checkpoints } from "../../run/checkpoints.ts";
import { writeRunConfig } from "../../run/run-config.ts";
import type { Run } from "../../run/run.ts";
import type { TrainingState } from "../../run/training-state.ts";
import { finishRun } from "./finish-run.ts";
import { openTraining } from "../open-training.ts";
import { loopOptions } from "../recipe-options.ts";
import { restoreCheckpoint } from "./restore-checkpoint.ts";
import { watchersOf } from "./run-watchers.ts";

export interface TrainRunOptions {
  /** Absent: from the beginning. */
  readonly from?: Checkpoint | undefined;
  /** Of training between two checkpoints inside an epoch. */
  readonly checkpointSeconds: number;
  readonly invocation: Invocation;
}

/** Call it while the run is locked. */
export async function trainRun(run: Run, options: TrainRunOptions): Promise<void> {
  const { invocation, from, checkpointSeconds } = options;
  const { terminal, cwd, signal } = invocation;
  const { config, folder, splits, model, packed } = run;
  const place = relative(cwd, folder.path) || ".";
  describeRun(run, place, terminal);

  const checkpoints = await openCheckpoints(folder.checkpoints);
  const session = await openTraining(run);
  try {
    const state = from && (await goOnFrom(from, { run, session, checkpoints, terminal }));
    // Only now: a checkpoint that cannot be read leaves the run as it was.
    await writeRunConfig(folder.path, config);
    const outcome = await train({
      session,
      checkpoints,
      watchers: watchersOf(run, terminal),
      outputs: model.outputs,
      splits,
      labels: packed.labels,
      ...loopOptions(config.recipe),
      seed: config.seed,
      runFolder: folder.path,
      checkpointSeconds,
      ...(state && { from: state }),
      signal,
      now: () => performance.now(),
    });
    if (outcome.reason === "interrupted") {
      terminal.line(
        `Stopped after ${outcome.epochsDone} epochs; go on with --resume --out ${place}`,
      );
      return;
    }
    await finishRun(run, { session, checkpoints, invocation });
  } finally {
    await session.close();
  }
}

function describeRun(
  { config, splits, model, packed }: Run,
  place: string,
  terminal: Invocation["terminal"],
): void {
  const { recipe, split, precision, library } = config;
  const excluded = split.exclude.length > 0 ? `, ${split.exclude.length} left out` : "";
  terminal.line(
    `${recipe.name} on ${packed.name}: ${splits.train.length} training, ${splits.heldOut.length} held-out and ${splits.val.length} validation images of ${packed.classes.length} classes${excluded}`,
  );
  terminal.line(
    `Inception v1, ${countParameters(model).total.toLocaleString("en")} parameters, ${Math.round(countMultiplyAdds(model) / 1e6)} M multiply-adds per image, ${precision}, TensorFlow ${library}`,
  );
  terminal.line(`Run folder: ${place}`);
}

/**
 * Puts the session where a checkpoint stands. Newer ones, which the user has passed over, are set aside: they must
 * neither be gone on from the next time nor be lost.
 */
async function goOnFrom(
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
  const at = found.findIndex(({ name }) => name === from.name);
  const newer = found.slice(0, at).map(({ name }) => name);
  await checkpoints.setAside(newer);
  if (newer.length > 0) terminal.line(`Set aside: ${newer.join(", ")}`);
  const { best } = from.state;
  if (!best || bestOf(found.slice(at))) return from.state;
  terminal.line(
    `Note: the best checkpoint, of epoch ${best.epoch + 1}, is not there any more; the best of the coming epochs takes its place`,
  );
  return { ...from.state, best: null };
}
