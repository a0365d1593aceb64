/** What a training run is, new or resumed: its folder, config, data and network. */
import { join, resolve } from "node:path";
import { locateDataset, type Flags, type Invocation } from "@inception-edge/cli";
import { splitPacked, type PackedDataset, type Splits } from "@inception-edge/dataset";
import { readRunConfig, type RunConfig } from "../run/run-config.ts";
import { requireDisk, requireMemory } from "../run/resources.ts";
import { checkOut, createRunFolder, openRunFolder } from "../run/run-folder.ts";
import type { Run } from "../run/run.ts";
import { findDevice } from "../tensorflow/device/use-device.ts";
import { prepareDataset } from "./data.ts";
import { readEdaFiles } from "./eda-files.ts";
import { checkSplits, chooseRecipe, HELD_OUT_FRACTION, modelOf, withLearningRate } from "./plan.ts";
import { ensureLibrary, type Library } from "./library.ts";
import type { trainFlags } from "./train-flags.ts";

/** A run from its beginning: decides everything, makes nothing but the run's folder. */
export async function newRun(flags: Flags<typeof trainFlags>, context: Invocation): Promise<Run> {
  const { cwd, console } = context;
  const device = await findDevice(flags.device);
  const out = flags.out === undefined ? undefined : resolve(cwd, flags.out);
  if (out !== undefined) await checkOut(out);
  const { check, exclude, channelStats } = await readEdaFiles(flags, cwd);
  const place = await locateDataset(flags.dataset, context);
  const packed = await prepareDataset(place, context);
  check(packed);
  const recipe = chooseRecipe(flags, packed.name);
  const seed = flags.seed ?? 1;
  const split = {
    heldOutFraction: HELD_OUT_FRACTION,
    limitPerClass: flags["limit-per-class"] ?? null,
    exclude,
  };
  const splits = splitOf(packed, split, seed);
  checkSplits(splits, recipe, packed);
  const library = await ensureLibrary(console, device);
  const precision = flags.precision ?? library.precision;
  const model = modelOf(recipe, packed.classes.length);
  const runs = join(cwd, "runs");
  if (!library.usesGpu) {
    const availableBytes = process.availableMemory();
    requireMemory(recipe, precision, { storedPictures: packed.count, availableBytes });
  }
  await requireDisk(out ?? runs, model, recipe);
  const now = new Date();
  const folder = await createRunFolder(runs, { out, now });
  const config: RunConfig = {
    schemaVersion: 1,
    created: now.toISOString(),
    recipe,
    precision,
    seed,
    dataset: {
      ...place,
      fingerprint: packed.fingerprint,
      decoder: packed.decoder,
      ...(channelStats && { channelStats }),
    },
    split,
    library: library.name,
    hardware: library.hardware,
    ...(flags.device && { device: flags.device }),
  };
  return { folder, config, packed, splits, model, usesGpu: library.usesGpu };
}

/**
 * A run that is there, by its config; its dataset must be the one it began with. Learning rate and
 * precision may change, as the cure of a run that diverged, and the device; training goes on where it was, if nobody
 * says otherwise.
 */
export async function reopenRun(
  path: string,
  context: Invocation,
  flags: Pick<Flags<typeof trainFlags>, "learning-rate" | "precision" | "device" | "resume"> = {},
): Promise<Run> {
  const folder = await openRunFolder(path);
  const began = await readRunConfig(folder.path);
  const asked = flags.device ?? (flags.resume ? began.device : undefined);
  const library = await ensureLibrary(context.console, await findDevice(asked));
  const config: RunConfig = {
    ...began,
    recipe: withLearningRate(flags["learning-rate"], began.recipe),
    precision: flags.precision ?? began.precision,
    ...(flags.resume && { hardware: hardwareOf(began, library) }),
    ...(flags.resume && asked && { device: asked }),
  };
  const packed = await prepareDataset(config.dataset, context);
  if (packed.fingerprint !== config.dataset.fingerprint) {
    throw new Error(
      `Cannot go on with the run "${folder.path}": the dataset "${config.dataset.root}" has changed since it began; restore it, or start a new run`,
    );
  }
  const splits = splitOf(packed, config.split, config.seed);
  const model = modelOf(config.recipe, packed.classes.length);
  return { folder, config, packed, splits, model, usesGpu: library.usesGpu };
}

/** Where a run goes on on other hardware, both have trained it. */
function hardwareOf({ hardware = "" }: RunConfig, library: Library): string {
  const parts = hardware === "" ? [] : hardware.split(", then ");
  return (parts.at(-1) === library.hardware ? parts : [...parts, library.hardware]).join(", then ");
}

function splitOf(packed: PackedDataset, split: RunConfig["split"], seed: number): Splits {
  const { heldOutFraction, exclude, limitPerClass } = split;
  return splitPacked(packed, {
    heldOutFraction,
    seed,
    exclude,
    ...(limitPerClass !== null && { limitPerClass }),
  });
}
