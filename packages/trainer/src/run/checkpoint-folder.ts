/** The folder of one checkpoint: TensorFlow's variables and `state.json`, written whole and read with what is wrong. */
import { open, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { writeJson } from "@inception-edge/host";
import type { TrainingState } from "./training-state.ts";

export interface Checkpoint {
  /** Of its folder. */
  readonly name: string;
  /** The path that TensorFlow's checkpoint files begin with. */
  readonly prefix: string;
  readonly state: TrainingState;
}

/** A folder of a checkpoint that cannot be gone on from. */
export interface DamagedCheckpoint {
  readonly name: string;
  /** What is wrong with it, such as "its state.json is missing". */
  readonly fault: string;
}

export type FoundCheckpoint = Checkpoint | DamagedCheckpoint;

export function isWhole(found: FoundCheckpoint): found is Checkpoint {
  return "state" in found;
}

const STATE = "state.json";

/** `state.json`: the state, and the bytes of the checkpoint's other files by name. */
type StateFile = TrainingState & { readonly files?: Readonly<Record<string, number>> };

/** TensorFlow's: the states of runs that began before 2026-11-27 do not tell theirs. */
const FORMER_FILES = ["variables.index", "variables.data-00000-of-00001"] as const;

/** The prefix of the variables' files in a checkpoint's folder. */
export function variablesOf(folder: string): string {
  return join(folder, "variables");
}

/** Flushes the variables to the disk and writes the state beside them. */
export async function sealCheckpoint(folder: string, state: TrainingState): Promise<void> {
  const files: Record<string, number> = {};
  for (const name of await readdir(folder)) {
    const file = await open(join(folder, name), "r+");
    try {
      await file.sync();
      files[name] = (await file.stat()).size;
    } finally {
      await file.close();
    }
  }
  await writeJson(join(folder, STATE), { ...state, files });
}

/** TensorFlow has checksums of its own, which it compares when the variables are read. */
export async function readCheckpoint(parent: string, name: string): Promise<FoundCheckpoint> {
  const folder = join(parent, name);
  const text = await readFile(join(folder, STATE), "utf8").catch(() => undefined);
  if (text === undefined) return { name, fault: `its ${STATE} is missing` };
  const parsed = parseState(text);
  if (!parsed) return { name, fault: `its ${STATE} is cut short or damaged` };
  const { files, ...state } = parsed;
  for (const file of files ? Object.keys(files) : FORMER_FILES) {
    const found = await stat(join(folder, file)).catch(() => undefined);
    if (!found) return { name, fault: `its ${file} is missing` };
    const bytes = files?.[file] ?? found.size;
    if (found.size !== bytes) {
      return { name, fault: `its ${file} has ${found.size} bytes of ${bytes}` };
    }
  }
  return { name, prefix: variablesOf(folder), state };
}

function parseState(text: string): StateFile | undefined {
  try {
    const parsed = JSON.parse(text) as StateFile | null;
    return parsed?.schemaVersion === 1 ? parsed : undefined;
  } catch {
    return undefined;
  }
}
