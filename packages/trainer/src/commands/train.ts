/** `start`: trains, validates and exports; from a new beginning, or with --resume from where a run stopped. */
import { relative, resolve } from "node:path";
import { countMultiplyAdds, countParameters } from "@inception-edge/model";
import {
  describeFlags,
  parseFlagsOnly,
  UsageError,
  type Flags,
  type Invocation,
} from "@inception-edge/cli";
import type { Run } from "../run/run.ts";
import { train as runTraining } from "../train/train.ts";
import { earlyStop } from "../watch/early-stop.ts";
import type { Command } from "./command.ts";
import { dryRun } from "./dry-run.ts";
import { finishRun } from "./finish-run.ts";
import { newRun, reopenRun } from "./open-run.ts";
import { openTraining } from "./open-training.ts";
import { trainSizesOf } from "./plan.ts";
import { trainFlags } from "./train-flags.ts";
import { watchersOf } from "./watchers.ts";

/** Seconds of training between two checkpoints inside an epoch: what a kill can cost at most. */
const CHECKPOINT_SECONDS = 60;

/** What may be said again: the device may be another one, and the last two cure a run that diverged. */
const RESUME_FLAGS: readonly string[] = [
  "resume",
  "out",
  "checkpoint-seconds",
  "device",
  "learning-rate",
  "precision",
];

export const train: Command = {
  summary: "train on a dataset and export a bundle (the default)",
  help: `Trains Inception v1 on a folder of pictures and exports a bundle.

  pnpm --filter trainer start [flags]

${describeFlags(trainFlags)}

A run that was stopped or killed goes on with --resume, to the same result.`,

  async run(context) {
    const flags = parseFlagsOnly(trainFlags, context.args);
    if (flags.resume) {
      const others = Object.keys(flags).filter((name) => !RESUME_FLAGS.includes(name));
      if (others.length > 0) {
        throw new UsageError(
          `A resumed run keeps what it began with: leave out ${others.map((name) => `--${name}`).join(", ")}`,
        );
      }
      const path = resolve(context.cwd, flags.out ?? "runs/latest");
      return trainAndFinish(await reopenRun(path, context, flags), flags, context);
    }
    if (flags["dry-run"]) return dryRun(flags, context);
    return trainAndFinish(await newRun(flags, context), flags, context);
  },
};

async function trainAndFinish(
  run: Run,
  flags: Flags<typeof trainFlags>,
  context: Invocation,
): Promise<void> {
  const { console, cwd, signal } = context;
  const { config, folder, splits, model, packed } = run;
  const place = relative(cwd, folder.path) || ".";
  const excluded = config.split.exclude.length;
  console.line(
    `${config.recipe.name} on ${packed.name}: ${splits.train.length} training, ${splits.heldOut.length} held-out and ${splits.val.length} validation pictures of ${packed.classes.length} classes${excluded > 0 ? `, ${excluded} left out` : ""}`,
  );
  console.line(
    `Inception v1, ${countParameters(model).total.toLocaleString("en")} parameters, ${Math.round(countMultiplyAdds(model) / 1e6)} M multiply-adds per picture, ${config.precision}, TensorFlow ${config.library}`,
  );
  console.line(`Run folder: ${place}`);

  const { session, checkpoints, from, close } = await openTraining(run);
  try {
    const outcome = await runTraining({
      session,
      checkpoints,
      watchers: watchersOf(run, console),
      outputs: model.outputs,
      splits,
      labels: packed.labels,
      epochs: config.recipe.epochs,
      batchSize: config.recipe.batchSize,
      schedule: config.recipe.schedule,
      trainSizes: trainSizesOf(config.recipe),
      seed: config.seed,
      runFolder: folder.path,
      earlyStop: earlyStop({ patience: config.recipe.patience }),
      checkpointSeconds: flags["checkpoint-seconds"] ?? CHECKPOINT_SECONDS,
      ...(from && { from }),
      signal,
      now: () => performance.now(),
    });
    if (outcome.reason === "interrupted") {
      console.line(
        `Stopped after ${outcome.epochsDone} epochs; go on with --resume --out ${place}`,
      );
      return;
    }
    await finishRun(run, { session, checkpoints, context });
  } finally {
    await close();
  }
}
