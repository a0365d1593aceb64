/** `train`: trains, validates and exports; starts a new run, or with --resume continues one. */
import {
  describeFlags,
  parseFlagsOnly,
  UsageError,
  type Flags,
  type Invocation,
} from "@inception-edge/host";
import type { Workers } from "@inception-edge/tensorflow";
import { checkShares } from "../assemble/choose-recipe.ts";
import { runPath } from "../assemble/default-paths.ts";
import { dryRun } from "../assemble/run/dry-run.ts";
import { newRun } from "../assemble/run/new-run.ts";
import { continuedConfig, reopenRun, RESUME_FLAGS } from "../assemble/run/reopen-run.ts";
import { trainRun, type TrainRunOptions } from "../assemble/run/train-run.ts";
import { trainFlags } from "../assemble/train-flags.ts";
import { openCheckpoints } from "../run/checkpoints.ts";
import { resumePoint } from "../run/resume-point.ts";
import { readRunConfig } from "../run/run-config.ts";
import { openRunFolder } from "../run/run-folder.ts";
import { withRunLock } from "../run/run-lock.ts";
import { readTrainingLog } from "../watchers/csv-log.ts";
import { follow } from "../workers/follow.ts";
import { readWorkers } from "../workers/read-workers.ts";
import { withWorkers } from "../workers/worker-flags.ts";
import type { Command } from "./command.ts";

/** Seconds of training between checkpoints within an epoch: the most that a crash can lose. */
const CHECKPOINT_SECONDS = 60;

export const train: Command = {
  summary: "train on a dataset and export a bundle (the default)",
  help: `Trains Inception v1 on a folder of images and exports a bundle.

  pnpm --filter trainer start [flags]

${describeFlags(trainFlags)}

Several machines train one network with --workers and --rank, each with a part of every batch; worker 0 keeps the run.

A run that was stopped or crashed continues with --resume, and ends with the same result.`,

  async run(invocation) {
    const given = parseFlagsOnly(trainFlags, invocation.args);
    const workers = readWorkers({ ...given, environment: process.env });
    if (workers && workers.rank > 0) return follow(workers, given, invocation);
    const flags = workers ? withWorkers(given) : given;
    if (flags.resume) return resume(flags, invocation, workers);
    if (flags.checkpoint !== undefined) {
      throw new UsageError("Cannot use --checkpoint without --resume");
    }
    if (flags["dry-run"]) return dryRun(flags, invocation);
    const run = await newRun(flags, invocation, workers?.addresses.length);
    return withRunLock(run.folder.path, () => trainRun(run, options(flags, invocation, workers)));
  },
};

type TrainFlags = Flags<typeof trainFlags>;

async function resume(
  flags: TrainFlags,
  invocation: Invocation,
  workers: Workers | undefined,
): Promise<void> {
  const known: readonly string[] = RESUME_FLAGS;
  const others = Object.keys(flags).filter((name) => !known.includes(name));
  if (others.length > 0) {
    throw new UsageError(
      `Cannot resume: a resumed run keeps its settings; leave out ${others.map((name) => `--${name}`).join(", ")}`,
    );
  }
  const folder = await openRunFolder(await runPath(flags.out, invocation.cwd));
  const original = await readRunConfig(folder.path);
  await withRunLock(folder.path, async () => {
    const found = await (await openCheckpoints(folder.checkpoints)).list();
    const loggedEpochs = (await readTrainingLog(folder.path)).length;
    const from = resumePoint(found, { run: folder.path, from: flags.checkpoint, loggedEpochs });
    const config = continuedConfig(original, flags, from?.state);
    checkShares(config.recipe, workers?.addresses.length);
    const run = await reopenRun(folder, config, {
      requested: flags,
      continues: true,
      workers: workers?.addresses.length,
      invocation,
    });
    await trainRun(run, { ...options(flags, invocation, workers), from });
  });
}

function options(
  flags: TrainFlags,
  invocation: Invocation,
  workers: Workers | undefined,
): TrainRunOptions {
  const checkpointSeconds = flags["checkpoint-seconds"] ?? CHECKPOINT_SECONDS;
  return { checkpointSeconds, invocation, workers };
}
