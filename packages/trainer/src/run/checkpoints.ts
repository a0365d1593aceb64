/**
 * A run's checkpoints, each in a folder of its own: `checkpoints/step-00001400/`. Their states tell which is the newest
 * and which the best, so no links are needed and any way of copying works. A checkpoint is written under a temporary
 * name, flushed to the disk and renamed when complete, and only then are older ones removed: a crash at any moment
 * leaves one to continue from.
 */
import { lstat, mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  isWhole,
  readCheckpoint,
  sealCheckpoint,
  variablesOf,
  type Checkpoint,
  type FoundCheckpoint,
} from "./checkpoint-folder.ts";
import { isAfterEpoch, type TrainingState } from "./training-state.ts";

/** The checkpoints of one run. */
export interface Checkpoints {
  /** Complete and damaged ones, newest first. */
  list(): Promise<readonly FoundCheckpoint[]>;
  /** Creates the folder for the checkpoint after `step` and returns the path prefix to save to. */
  begin(step: number): Promise<string>;
  /** Completes the begun checkpoint and removes the complete ones that are no longer needed; keeps the best and the one before. */
  publish(state: TrainingState): Promise<void>;
  /** Renames checkpoints so that they are neither listed nor removed. */
  setAside(names: readonly string[]): Promise<void>;
}

/** The checkpoint of the best epoch, according to the newest complete one. */
export function bestOf(found: readonly FoundCheckpoint[]): Checkpoint | undefined {
  const whole = found.filter(isWhole);
  const best = whole[0]?.state.best;
  return best ? whole.find(({ state }) => isAfterEpoch(best.epoch, state)) : undefined;
}

/** Keeps the newest one, and the one before it in case the newest is damaged. */
const KEPT = 2;

/** The step, and which of several folders of that step. */
const CHECKPOINT_NAME = /^step-(\d+)(?:-(\d+))?$/;
const PARTIAL = ".partial";
const ASIDE = ".aside";

/** Links to the newest and the best checkpoint in runs that started before 2026-11-27. */
const FORMER_LINKS = ["last", "best"] as const;

/** Opens the folder, creating it if necessary, and removes checkpoints that were never completed. */
export async function openCheckpoints(folder: string): Promise<Checkpoints> {
  await mkdir(folder, { recursive: true });
  for (const entry of await readdir(folder)) {
    if (entry.endsWith(PARTIAL)) await remove(join(folder, entry)); // never finished
  }

  let begun = "";

  async function list(): Promise<readonly FoundCheckpoint[]> {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .filter((name) => !name.endsWith(PARTIAL) && !name.includes(ASIDE));
    const found = await Promise.all(names.map((name) => readCheckpoint(folder, name)));
    return found.toSorted((a, b) => stepOf(b) - stepOf(a) || suffixOf(b) - suffixOf(a));
  }

  return {
    list,
    async begin(step) {
      begun = freeName(await readdir(folder), `step-${String(step).padStart(8, "0")}`);
      const partial = join(folder, begun + PARTIAL);
      await remove(partial);
      await mkdir(partial);
      return variablesOf(partial);
    },
    async publish(state) {
      const partial = join(folder, begun + PARTIAL);
      await sealCheckpoint(partial, state);
      await rename(partial, join(folder, begun));

      const found = await list();
      const whole = found.filter(isWhole);
      const kept = new Set([...whole.slice(0, KEPT), bestOf(found)]);
      const superseded = whole.filter((checkpoint) => !kept.has(checkpoint));
      for (const { name } of superseded) await remove(join(folder, name));
      for (const link of FORMER_LINKS) {
        const former = await lstat(join(folder, link)).catch(() => undefined);
        if (former?.isSymbolicLink()) await remove(join(folder, link));
      }
    },
    async setAside(names) {
      for (const name of names) {
        const aside = freeName(await readdir(folder), name + ASIDE);
        await rename(join(folder, name), join(folder, aside));
      }
    },
  };
}

/** A run that is stopped right after being resumed saves the same step again, under a name of its own: the old one may be the only one. */
function freeName(present: readonly string[], name: string): string {
  let free = name;
  for (let suffix = 2; present.includes(free); suffix += 1) free = `${name}-${suffix}`;
  return free;
}

/** The name of the newest of these folders; undefined if none is a checkpoint. Reads no file. */
export function newestCheckpointName(names: readonly string[]): string | undefined {
  const found = names.flatMap((name) => {
    const [, step, suffix = "1"] = CHECKPOINT_NAME.exec(name) ?? [];
    return step === undefined ? [] : [{ name, step: Number(step), suffix: Number(suffix) }];
  });
  return found.toSorted((a, b) => b.step - a.step || b.suffix - a.suffix)[0]?.name;
}

/** The step: of a damaged checkpoint by the folder's name. */
function stepOf(found: FoundCheckpoint): number {
  return isWhole(found) ? found.state.step : Number(/^step-(\d+)/.exec(found.name)?.[1] ?? -1);
}

/** A folder named like a former link, made by a copy that followed it, sorts after the one that was linked. */
function suffixOf({ name }: FoundCheckpoint): number {
  const named = CHECKPOINT_NAME.exec(name);
  return named ? Number(named[2] ?? 1) : 0;
}

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
}
