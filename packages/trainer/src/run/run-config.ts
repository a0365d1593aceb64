/** What a run was started with: enough to resume it and to tell anybody how it was made. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ChannelMoments } from "@inception-edge/dataset";
import { writeJson } from "@inception-edge/host";
import type { DeviceRequest, Precision } from "@inception-edge/tensorflow";
import type { Recipe } from "../recipes/recipe.ts";

export interface RunConfig {
  readonly schemaVersion: 1;
  /** ISO 8601. */
  readonly created: string;
  /** With the command line's changes worked in. */
  readonly recipe: Recipe;
  readonly precision: Precision;
  readonly seed: number;
  readonly dataset: {
    readonly name: string;
    /** Absolute path of the folder. */
    readonly root: string;
    /** Whether it is the drawn demo; absent in runs that began before 2026-11-27. */
    readonly isDemo?: boolean;
    readonly fingerprint: string;
    readonly decoder: string;
    /** Of the training images as stored, if they were given: a record, which the input does not depend on. */
    readonly channelStats?: ChannelMoments;
  };
  readonly split: {
    readonly heldOutFraction: number;
    readonly limitPerClass: number | null;
    /** Paths below the dataset's root that are left out. */
    readonly exclude: readonly string[];
  };
  /** Name and version of what computed it, such as "2.21.0-linux-x64-cpu". */
  readonly library: string;
  /** What computes, such as "2 threads of an AMD EPYC" or "NVIDIA H100, then NVIDIA T4". */
  readonly hardware?: string;
  /** What `--device` asked for, if it did: a resumed run goes on there. */
  readonly device?: DeviceRequest;
}

/** The config of a run that goes on, on hardware that may be other than before: then both have trained it. */
export function resumedOn(
  config: RunConfig,
  { hardware, device }: { readonly hardware: string; readonly device?: DeviceRequest },
): RunConfig {
  const before = config.hardware?.split(THEN) ?? [];
  const all = before.at(-1) === hardware ? before : [...before, hardware];
  return { ...config, hardware: all.join(THEN), ...(device && { device }) };
}

const THEN = ", then ";

const CONFIG = "config.json";

export async function writeRunConfig(runFolder: string, config: RunConfig): Promise<void> {
  await writeJson(join(runFolder, CONFIG), config);
}

/** @throws {Error} when the folder holds no run, or one that this trainer cannot read. */
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
      `Cannot open the run "${runFolder}": its schema version is ${String(config.schemaVersion)}, this trainer reads 1`,
    );
  }
  return config;
}

function parseConfig(text: string): RunConfig | undefined {
  try {
    return (JSON.parse(text) as RunConfig | null) ?? undefined;
  } catch {
    return undefined;
  }
}
