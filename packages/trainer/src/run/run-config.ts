/** The settings of a run: enough to resume it and to document how it was made. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DEFAULT_INPUT_CONTRACT, type BundleBase } from "@inception-edge/bundle";
import type { ChannelMoments, RelabelEntry } from "@inception-edge/dataset";
import { writeJson } from "@inception-edge/host";
import type { DeviceRequest, Precision } from "@inception-edge/tensorflow";
import type { Recipe } from "../recipes/recipe.ts";

/** Share of each training class that is held out: 90/10. */
export const HELD_OUT_FRACTION = 0.1;

/** The network that a run started with. */
export interface BaseConfig extends BundleBase {
  /** Absolute path of its bundle. */
  readonly path: string;
}

/** The content of `config.json`. */
export interface RunConfig {
  readonly schemaVersion: 1;
  /** ISO 8601. */
  readonly created: string;
  /** Including the command line's changes. */
  readonly recipe: Recipe;
  /** The network that it started with, if not from random weights. */
  readonly base?: BaseConfig;
  readonly precision: Precision;
  readonly seed: number;
  /** Whether every class is drawn equally often in training; absent if every image is. */
  readonly balance?: boolean;
  /** Number of folds of the cross-validation before the training, if there is one. */
  readonly folds?: number;
  readonly dataset: {
    readonly name: string;
    /** Absolute path of the folder, or of the table. */
    readonly root: string;
    /** The archive that it was unpacked from, if it was. */
    readonly archive?: string;
    /** Whether it is the generated demo; absent in runs that started before 2026-11-27. */
    readonly isDemo?: boolean;
    readonly fingerprint: string;
    readonly decoder: string;
    /** Side of the packed images, px. */
    readonly storedSize: number;
    /** Statistics of the training images as stored, if given; only recorded, the input does not depend on them. */
    readonly channelStats?: ChannelMoments;
  };
  readonly split: {
    readonly heldOutFraction: number;
    readonly limitPerClass: number | null;
    /** Images that are left out, as paths relative to the dataset's root. */
    readonly exclude: readonly string[];
    /** Images with another class than in the dataset, or left out, as the relabel list said; absent without one. */
    readonly relabel?: readonly RelabelEntry[];
  };
  /** Version and platform of TensorFlow, such as "2.21.0-linux-x64-cpu". */
  readonly library: string;
  /** What trained it, such as "2 threads of an AMD EPYC" or "NVIDIA H100, then NVIDIA T4". */
  readonly hardware?: string;
  /** The value of `--device`, if given: a resumed run continues on that device. */
  readonly device?: DeviceRequest;
}

/** The config of a run that continues: if the hardware is different, both are listed. */
export function resumedOn(
  config: RunConfig,
  { hardware, device }: { readonly hardware: string; readonly device?: DeviceRequest },
): RunConfig {
  const previous = config.hardware?.split(THEN) ?? [];
  const all = previous.at(-1) === hardware ? previous : [...previous, hardware];
  return { ...config, hardware: all.join(THEN), ...(device && { device }) };
}

const THEN = ", then ";

const CONFIG = "config.json";

export async function writeRunConfig(runFolder: string, config: RunConfig): Promise<void> {
  await writeJson(join(runFolder, CONFIG), config);
}

/** @throws {Error} when the folder holds no run, or one that this version cannot read */
export async function readRunConfig(runFolder: string): Promise<RunConfig> {
  const path = join(runFolder, CONFIG);
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new Error(
      `Cannot open the run "${runFolder}": it has no ${CONFIG}; give the folder of a run, such as runs/latest`,
      { cause },
    );
  });
  const config = parseConfig(text);
  if (!config) {
    throw new Error(
      `Cannot open the run "${runFolder}": its ${CONFIG} is damaged; start a new run`,
    );
  }
  if (config.schemaVersion !== 1) {
    throw new Error(
      `Cannot open the run "${runFolder}": its schema version is ${String(config.schemaVersion)}, wanted 1; use the version that made it`,
    );
  }
  return withSizes(config);
}

function parseConfig(text: string): RunConfig | undefined {
  try {
    return (JSON.parse(text) as RunConfig | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** A run of before 2026-11-27 tells no sizes: there was one. */
function withSizes(config: RunConfig): RunConfig {
  const { size, storedSize } = DEFAULT_INPUT_CONTRACT;
  const first = { recipe: { inputSize: size }, dataset: { storedSize } };
  return {
    ...config,
    recipe: { ...first.recipe, ...config.recipe },
    dataset: { ...first.dataset, ...config.dataset },
  };
}
