/**
 * Checkpoints of a run: `checkpoints/step-00001400/` holds TensorFlow's variables and `state.json`;
 * the links `last` and `best` point at the ones to resume from and to export. A checkpoint is written
 * beside its final name and renamed when whole, so a kill at any moment leaves the previous one.
 */
import { mkdir, readFile, readdir, readlink, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { writeJson } from "@inception-edge/cli";

/** Where a run stands between two steps. */
export interface TrainingState {
  readonly schemaVersion: 1;
  /** Epoch of the next step, from 0. */
  readonly epoch: number;
  /** Steps of that epoch already made. */
  readonly stepInEpoch: number;
  /** Steps made in all. */
  readonly step: number;
  /** Sums of the step metrics over the epoch so far, in the order of `StepMetrics`. */
  readonly totals: readonly number[];
  /** Seconds of training in all, without evaluation. */
  readonly seconds: number;
  /** Best val_main_out_accuracy so far and the epoch it came after. */
  readonly best: { readonly epoch: number; readonly accuracy: number } | null;
}

export type CheckpointName = "last" | "best";

export interface Checkpoint {
  /** The path that TensorFlow's checkpoint files begin with. */
  readonly prefix: string;
  readonly state: TrainingState;
}

export interface Checkpoints {
  /** Makes the folder for the checkpoint after `step` and returns the prefix to save to. */
  begin(step: number): Promise<string>;
  /** Puts the begun checkpoint in place, points `names` at it and removes what nothing points at. */
  publish(state: TrainingState, names: readonly CheckpointName[]): Promise<void>;
  read(name: CheckpointName): Promise<Checkpoint | undefined>;
}

const VARIABLES = "variables";
const STATE = "state.json";

export async function openCheckpoints(folder: string): Promise<Checkpoints> {
  await mkdir(folder, { recursive: true });
  await removeExcept(folder, (entry) => !entry.endsWith(PARTIAL));

  let begun = "";

  return {
    async begin(step) {
      begun = freeName(await readdir(folder), step);
      const partial = join(folder, begun + PARTIAL);
      await rm(partial, { recursive: true, force: true });
      await mkdir(partial);
      return join(partial, VARIABLES);
    },
    async publish(state, names) {
      await writeJson(join(folder, begun + PARTIAL, STATE), state);
      await rename(join(folder, begun + PARTIAL), join(folder, begun));
      // `last` goes last: a run resumed from before the `best` it has published only repeats it.
      for (const name of ["best", "last"] as const) {
        if (names.includes(name)) await pointAt(join(folder, name), begun);
      }
      const kept = new Set<string | undefined>(["last", "best"]);
      for (const name of ["last", "best"]) kept.add(await target(join(folder, name)));
      await removeExcept(folder, (entry) => kept.has(entry));
    },
    async read(name) {
      const at = await target(join(folder, name));
      if (!at) return undefined;
      const state = JSON.parse(await readFile(join(folder, at, STATE), "utf8")) as TrainingState;
      return { prefix: join(folder, at, VARIABLES), state };
    },
  };
}

const PARTIAL = ".partial";

/** A run stopped at once after being resumed saves its step again: beside the old one, which may be all there is. */
function freeName(present: readonly string[], step: number): string {
  const name = `step-${String(step).padStart(8, "0")}`;
  let free = name;
  for (let suffix = 2; present.includes(free); suffix += 1) free = `${name}-${suffix}`;
  return free;
}

async function target(link: string): Promise<string | undefined> {
  return readlink(link).catch(() => undefined);
}

/** Replaces a link in one step: rename is atomic, unlink-and-link is not. */
async function pointAt(link: string, to: string): Promise<void> {
  await rm(link + PARTIAL, { force: true });
  await symlink(to, link + PARTIAL);
  await rename(link + PARTIAL, link);
}

async function removeExcept(folder: string, keep: (entry: string) => boolean): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (!keep(entry)) await rm(join(folder, entry), { recursive: true, force: true });
  }
}
