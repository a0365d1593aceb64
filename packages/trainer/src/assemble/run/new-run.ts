/** Sets up a new training run: its folder, config, data and network. */
import { join, resolve } from "node:path";
import { DEFAULT_INPUT_CONTRACT, storedSizeFor } from "@inception-edge/bundle";
import {
  locateDataset,
  readRelabelList,
  splitPacked,
  TRAINING_NEEDS,
  type PreparedDataset,
  type Splits,
} from "@inception-edge/dataset";
import type { Flags, Invocation } from "@inception-edge/host";
import { findDevice } from "@inception-edge/tensorflow";
import { baseConfig, readBaseNetwork, SCRATCH } from "../../base/base-network.ts";
import { hardwareOf } from "../../run/hardware.ts";
import { requireDisk, requireMemory } from "../../run/resources.ts";
import { HELD_OUT_FRACTION, writeRunConfig, type RunConfig } from "../../run/run-config.ts";
import { checkLatest, checkOut, createRunFolder } from "../../run/run-folder.ts";
import type { Run } from "../../run/run.ts";
import { checkShares, checkSplits, chooseRecipe } from "../choose-recipe.ts";
import { readEdaFiles } from "../dataset/eda-files.ts";
import { writeLeftOut } from "../dataset/left-out.ts";
import { prepareDataset } from "../dataset/prepare-dataset.ts";
import { ensureLibrary } from "../ensure-library.ts";
import { foldSplits } from "../folds/fold-splits.ts";
import { modelOf } from "../recipe-options.ts";
import type { trainFlags } from "../train-flags.ts";

/**
 * Decides everything about the run and checks disk and memory; creates only the run's folder and its config.
 * @param workers how many train together
 */
export async function newRun(
  flags: Flags<typeof trainFlags>,
  invocation: Invocation,
  workers = 1,
): Promise<Run> {
  const { cwd, terminal } = invocation;
  const device = await findDevice(flags.device);
  const out = flags.out === undefined ? undefined : resolve(cwd, flags.out);
  const runs = join(cwd, "runs");
  await (out === undefined ? checkLatest(runs) : checkOut(out));
  const { check, exclude, channelStats } = await readEdaFiles(flags, cwd);
  const relabel =
    flags.relabel === undefined ? undefined : await readRelabelList(resolve(cwd, flags.relabel));
  const location = await locateDataset(flags.dataset, invocation);
  const { from: named } = flags;
  const namedBase =
    named === undefined || named === SCRATCH ? undefined : await readBaseNetwork(named, cwd);
  const inputSize =
    flags["input-size"] ?? namedBase?.manifest.input.size ?? DEFAULT_INPUT_CONTRACT.size;
  const packed = await prepareDataset(location, invocation, {
    storedSize: storedSizeFor(inputSize),
    exclude,
    relabel,
    strict: flags.strict,
    needs: TRAINING_NEEDS,
  });
  check(packed);
  const seed = flags.seed ?? 1;
  const split = {
    heldOutFraction: HELD_OUT_FRACTION,
    limitPerClass: flags["limit-per-class"] ?? null,
    exclude,
    ...(relabel && { relabel }),
  };
  const splits = splitOf(packed, split, seed);
  const { recipe, from } = chooseRecipe(flags, {
    isDemo: location.isDemo,
    layout: packed.layout,
    images: splits.train.length,
    inputSize,
  });
  const base = from === SCRATCH ? undefined : (namedBase ?? (await readBaseNetwork(from, cwd)));
  checkSplits(splits, recipe, packed);
  checkShares(recipe, workers);
  const { folds } = flags;
  if (folds !== undefined) {
    for (const fold of foldSplits({ packed, splits }, { folds, seed })) {
      checkSplits(fold, recipe, packed, " a fold");
    }
  }
  if (split.limitPerClass !== null) {
    terminal.line(`At most ${split.limitPerClass} images of each class, chosen by seed ${seed}`);
  }
  const library = await ensureLibrary(terminal, device);
  const precision = flags.precision ?? library.precision;
  const model = modelOf(recipe, packed.classes.length);
  if (!library.usesGpu) {
    const availableBytes = process.availableMemory();
    const share = { ...recipe, batchSize: recipe.batchSize / workers };
    requireMemory(share, precision, { images: packed, availableBytes });
  }
  await requireDisk(out ?? runs, model, recipe);
  const now = new Date();
  const folder = await createRunFolder(runs, { out, now });
  const config: RunConfig = {
    schemaVersion: 1,
    created: now.toISOString(),
    recipe,
    ...(base && { base: baseConfig(base) }),
    precision,
    seed,
    ...(flags.balance && { balance: true }),
    ...(folds !== undefined && { folds }),
    dataset: {
      ...location,
      fingerprint: packed.fingerprint,
      decoder: packed.decoder,
      storedSize: packed.storedSize,
      ...(channelStats && { channelStats }),
    },
    split,
    library: library.name,
    hardware: hardwareOf(library, workers),
    ...(flags.device && { device: flags.device }),
  };
  await writeRunConfig(folder.path, config);
  await writeLeftOut(folder.path, packed);
  return { folder, config, packed, splits, model, usesGpu: library.usesGpu };
}

/** The run's training, held-out and val images. */
export function splitOf(packed: PreparedDataset, split: RunConfig["split"], seed: number): Splits {
  const { heldOutFraction, limitPerClass } = split;
  return splitPacked(packed, {
    heldOutFraction,
    seed,
    exclude: packed.excluded,
    ...(limitPerClass !== null && { limitPerClass }),
  });
}
