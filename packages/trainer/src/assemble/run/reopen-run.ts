/** Reopens an existing run with its own settings, except for those that the command line changes. */
import { stat } from "node:fs/promises";
import { locateDataset } from "@inception-edge/dataset";
import { UsageError, type Flags, type Invocation } from "@inception-edge/host";
import { findDevice } from "@inception-edge/tensorflow";
import { hardwareOf } from "../../run/hardware.ts";
import { resumedOn, type RunConfig } from "../../run/run-config.ts";
import type { RunFolder } from "../../run/run-folder.ts";
import type { Run } from "../../run/run.ts";
import type { TrainingState } from "../../run/training-state.ts";
import { earlyStop } from "../../watchers/early-stop.ts";
import { withLearningRate } from "../choose-recipe.ts";
import { prepareDataset } from "../dataset/prepare-dataset.ts";
import { requireSameImages } from "../dataset/same-images.ts";
import { ensureLibrary } from "../ensure-library.ts";
import { modelOf } from "../recipe-options.ts";
import type { trainFlags } from "../train-flags.ts";
import { splitOf } from "./new-run.ts";

/** Flags that a resumed run accepts: where the data is, how far and where to train, and what helps a diverged run. */
export const RESUME_FLAGS = [
  "resume",
  "checkpoint",
  "out",
  "dataset",
  "epochs",
  "folds",
  "learning-rate",
  "precision",
  "device",
  "checkpoint-seconds",
  "workers",
  "rank",
] as const satisfies readonly (keyof typeof trainFlags)[];

/**
 * Reopens a run on its previous device, unless another one is requested; the config then names both.
 * @param continues whether the run is to be trained further
 * @param workers by how many
 * @throws {Error} unless its dataset is the one it started with, wherever that is now
 */
export async function reopenRun(
  folder: RunFolder,
  original: RunConfig,
  {
    requested,
    continues,
    workers,
    invocation,
  }: {
    readonly requested: Pick<Flags<typeof trainFlags>, "dataset" | "device">;
    readonly continues: boolean;
    readonly workers?: number | undefined;
    readonly invocation: Invocation;
  },
): Promise<Run> {
  const dataset = {
    ...original.dataset,
    root: await findRoot(original, requested.dataset, invocation),
  };
  const device = requested.device ?? (continues ? original.device : undefined);
  const library = await ensureLibrary(invocation.terminal, await findDevice(device));
  const { storedSize } = dataset;
  const { exclude, relabel } = original.split;
  const packed = await prepareDataset(dataset, invocation, { storedSize, exclude, relabel });
  const cure =
    requested.dataset === undefined
      ? "restore it, or start a new run"
      : "give the --dataset that it started with";
  requireSameImages(packed, dataset, { run: folder.path, cure });
  const settings = continues
    ? resumedOn(original, { hardware: hardwareOf(library, workers), ...(device && { device }) })
    : original;
  const config = { ...settings, dataset };
  const splits = splitOf(packed, config.split, config.seed);
  const model = modelOf(config.recipe, packed.classes.length);
  return { folder, config, packed, splits, model, usesGpu: library.usesGpu };
}

/** Where the run's dataset is now; a missing demo is drawn, and a missing archive's content unpacked again. */
async function findRoot(
  { dataset }: RunConfig,
  requested: string | undefined,
  invocation: Invocation,
): Promise<string> {
  const { root, isDemo, archive } = dataset;
  const isThere = (await stat(root).catch(() => undefined)) !== undefined;
  const made = isDemo ? "@demo" : await existing(archive);
  const location = requested ?? (isThere ? undefined : made);
  if (location !== undefined) return (await locateDataset(location, invocation)).root;
  if (isThere) return root;
  throw new Error(
    `Cannot continue: the run's dataset is no longer at "${root}"; give its current folder with --dataset`,
  );
}

async function existing(path: string | undefined): Promise<string | undefined> {
  return path !== undefined && (await stat(path).catch(() => undefined)) ? path : undefined;
}

/**
 * The config of a run that continues, with the command line's changes. More epochs stretch the schedule over all of
 * them, and let a run that stopped early continue.
 * @param state where it continues from; undefined: from its start
 */
export function continuedConfig(
  config: RunConfig,
  flags: Pick<Flags<typeof trainFlags>, "epochs" | "folds" | "learning-rate" | "precision">,
  state: TrainingState | undefined,
): RunConfig {
  const { epochs = config.recipe.epochs } = flags;
  const started = state ? state.epoch + (state.stepInEpoch > 0 ? 1 : 0) : 0;
  if (flags.epochs !== undefined && epochs < started) {
    throw new UsageError(
      `Cannot train to epoch ${epochs}: the run has already started epoch ${started}; give --epochs ${started} or more`,
    );
  }
  const { patience } = config.recipe;
  const best = state?.best;
  const hasStopped = best && earlyStop({ patience }).shouldStop(best.epoch, state.epoch - 1);
  const recipe = {
    ...withLearningRate(flags["learning-rate"], config.recipe),
    epochs,
    patience: flags.epochs !== undefined && hasStopped ? epochs - best.epoch : patience,
  };
  const { precision = config.precision, folds = config.folds } = flags;
  if (precision === "f16" && config.precision !== "f16" && state) {
    throw new UsageError(
      `Cannot continue in f16: the run's checkpoints are of a training in ${config.precision} and have no loss scale; leave out --precision, or start a new run`,
    );
  }
  return { ...config, recipe, precision, ...(folds !== undefined && { folds }) };
}
