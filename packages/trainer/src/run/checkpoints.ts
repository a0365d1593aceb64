/**
 * Checkpoints of a run, a folder each: `checkpoints/step-00001400/`. Which is the newest and which the best follows
 * from their states: nothing has to point at them, so any way of copying carries them. A checkpoint is written beside
 * its final name, flushed to the disk and renamed when whole, and only then are older ones removed: a kill at any
 * moment leaves one to go on from.
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

export interface Checkpoints {
  /** Whole and damaged ones, newest first. */
  list(): Promise<readonly FoundCheckpoint[]>;
  /** Makes the folder for the checkpoint after `step` and returns the prefix to save to. */
  begin(step: number): Promise<string>;
  /** Puts the begun checkpoint in place and removes the whole ones that it supersedes: not the best, nor the one before. */
  publish(state: TrainingState): Promise<void>;
  /** Renames checkpoints, so that they are neither seen nor removed any more. */
  setAside(names: readonly string[]): Promise<void>;
}

/** The checkpoint of the best epoch, by what the newest whole one says. */
export function bestOf(found: readonly FoundCheckpoint[]): Checkpoint | undefined {
  const whole = found.filter(isWhole);
  const best = whole[0]?.state.best;
  return best ? whole.find(({ state }) => isAfterEpoch(best.epoch, state)) : undefined;
}

/** The newest one, and the one before it for the day that it is found damaged. */
const KEPT = 2;

const PARTIAL = ".partial";
const ASIDE = ".aside";

/** Links by which runs that began before 2026-11-27 named their newest and best checkpoint. */
const FORMER_LINKS = ["last", "best"] as const;

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

/** A run stopped at once after being resumed saves its step again: beside the old one, which may be all there is. */
function freeName(present: readonly string[], name: string): string {
  let free = name;
  for (let suffix = 2; present.includes(free); suffix += 1) free = `${name}-${suffix}`;
  return free;
}

/** What a damaged state does not tell, the folder's name does. */
function stepOf(found: FoundCheckpoint): number {
  return isWhole(found) ? found.state.step : Number(/^step-(\d+)/.exec(found.name)?.[1] ?? -1);
}

/** A folder of a former link's name, which a copy has followed, comes after the one that was linked. */
function suffixOf({ name }: FoundCheckpoint): number {
  const named = /^step-\d+(?:-(\d+))?$/.exec(name);
  return named ? Number(named[1] ?? 1) : 0;
}

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
}
