/** A run that is there, gone on with: as it began, but for what the command line says again. */
import { stat } from "node:fs/promises";
import { locateDataset } from "@inception-edge/dataset";
import { UsageError, type Flags, type Invocation } from "@inception-edge/host";
import { findDevice } from "@inception-edge/tensorflow";
import { resumedOn, type RunConfig } from "../../run/run-config.ts";
import type { RunFolder } from "../../run/run-folder.ts";
import type { Run } from "../../run/run.ts";
import type { TrainingState } from "../../run/training-state.ts";
import { earlyStop } from "../../watchers/early-stop.ts";
import { prepareDataset } from "../dataset/prepare-dataset.ts";
import { ensureLibrary } from "../ensure-library.ts";
import { splitOf } from "./new-run.ts";
import { withLearningRate } from "../choose-recipe.ts";
import { modelOf } from "../recipe-options.ts";
import { requireSameImages } from "../dataset/same-images.ts";
import type { trainFlags } from "../train-flags.ts";

/** What may be said again: where the data is now, how far to go and on what, and the cure of a run that diverged. */
export const RESUME_FLAGS = [
  "resume",
  "from",
  "out",
  "dataset",
  "epochs",
  "learning-rate",
  "precision",
  "device",
  "checkpoint-seconds",
] as const satisfies readonly (keyof typeof trainFlags)[];

/**
 * A run that is trained on goes on where it was, unless `asked` names another device, and its config then names both.
 * @throws {Error} unless its dataset is the one it began with, wherever that lies now.
 */
export async function reopenRun(
  folder: RunFolder,
  began: RunConfig,
  {
    asked,
    trainsOn,
    invocation,
  }: {
    readonly asked: Pick<Flags<typeof trainFlags>, "dataset" | "device">;
    readonly trainsOn: boolean;
    readonly invocation: Invocation;
  },
): Promise<Run> {
  const dataset = { ...began.dataset, root: await rootOf(began, asked.dataset, invocation) };
  const device = asked.device ?? (trainsOn ? began.device : undefined);
  const library = await ensureLibrary(invocation.terminal, await findDevice(device));
  const { exclude } = began.split;
  const packed = await prepareDataset(dataset, invocation, { exclude });
  const cure =
    asked.dataset === undefined
      ? "restore it, or start a new run"
      : "give the --dataset that it began with";
  requireSameImages(packed, dataset, { run: folder.path, cure });
  const goneOn = trainsOn ? resumedOn(began, { ...library, ...(device && { device }) }) : began;
  const config = { ...goneOn, dataset };
  const splits = splitOf(packed, config.split, config.seed);
  const model = modelOf(config.recipe, packed.classes.length);
  return { folder, config, packed, splits, model, usesGpu: library.usesGpu };
}

/** The run's dataset where it lies now; a demo that is gone is drawn again. */
async function rootOf(
  { dataset }: RunConfig,
  asked: string | undefined,
  invocation: Invocation,
): Promise<string> {
  const { root, isDemo } = dataset;
  const isThere = (await stat(root).catch(() => undefined)) !== undefined;
  const place = asked ?? (isDemo && !isThere ? "@demo" : undefined);
  if (place !== undefined) return (await locateDataset(place, invocation)).root;
  if (isThere) return root;
  throw new Error(
    `Cannot go on: there is no dataset at "${root}", where the run had it; say where it is now with --dataset`,
  );
}

/**
 * The config of a run that goes on, with the command line's changes worked in. More epochs stretch the schedule over
 * all of them, and let a run that stopped early go on.
 * @param state where it goes on from; undefined: from its beginning.
 */
export function continued(
  config: RunConfig,
  flags: Pick<Flags<typeof trainFlags>, "epochs" | "learning-rate" | "precision">,
  state: TrainingState | undefined,
): RunConfig {
  const { epochs = config.recipe.epochs } = flags;
  const begun = state ? state.epoch + (state.stepInEpoch > 0 ? 1 : 0) : 0;
  if (flags.epochs !== undefined && epochs < begun) {
    throw new UsageError(
      `Cannot go on to epoch ${epochs}: the run has begun ${begun}; give --epochs ${begun} or more`,
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
  return { ...config, recipe, precision: flags.precision ?? config.precision };
}
