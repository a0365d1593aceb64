/**
 * Decides where the TensorFlow C library comes from: the user's own folder, PyPI's wheels, or as a last resort the old
 * library that tfjs-node-gpu downloads by itself. Pure.
 */
import { resolve } from "node:path";
import { cudaSetting } from "../cuda/cuda-setting.ts";
import { WHEEL_SETS, type WheelSet } from "./wheel-table.ts";

/** A source of a library. */
export type LibrarySource =
  | { readonly kind: "directory"; readonly directory: string }
  | { readonly kind: "wheels"; readonly wheels: WheelSet }
  | { readonly kind: "stock"; readonly gpu: boolean };

/** The facts that the choice depends on. */
export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `process.platform`-`process.arch`. */
  readonly platform: string;
  readonly nvidiaDriver: boolean;
}

/**
 * The sources to try, in order of preference; none if the platform has no library. A folder that the user names is the
 * only source, and so is TensorFlow with CUDA if they set where CUDA comes from: their request must not be silently
 * ignored.
 */
export function librarySources(machine: Machine): readonly LibrarySource[] {
  const directory = userDirectory(machine.environment);
  if (directory !== undefined) return [{ kind: "directory", directory }];
  if (cudaSetting(machine.environment) !== undefined) {
    const wheels = WHEEL_SETS.filter((set) => set.platform === machine.platform && set.gpu);
    return wheels.map((set) => ({ kind: "wheels", wheels: set }));
  }

  const gpu = machine.nvidiaDriver && !hidesGpus(machine.environment);
  const sets = WHEEL_SETS.filter((set) => set.platform === machine.platform && (gpu || !set.gpu));
  if (sets.length === 0) return [];
  return [
    ...sets.map((wheels): LibrarySource => ({ kind: "wheels", wheels })),
    { kind: "stock", gpu },
  ];
}

/**
 * The absolute path of `LIBTENSORFLOW_DIR`, if it is set. A relative path starts where the command was typed: pnpm runs
 * scripts in the package's folder and passes the user's folder in `INIT_CWD`.
 */
export function userDirectory(environment: Machine["environment"]): string | undefined {
  const directory = environment["LIBTENSORFLOW_DIR"];
  return directory ? resolve(environment["INIT_CWD"] ?? "", directory) : undefined;
}

/** Whether `CUDA_VISIBLE_DEVICES` hides all GPUs: it is empty, or starts with a negative number. */
export function hidesGpus(environment: Machine["environment"]): boolean {
  const visible = environment["CUDA_VISIBLE_DEVICES"];
  return visible !== undefined && (visible.trim() === "" || visible.trim().startsWith("-"));
}
