/** The folder of one checkpoint: writes and checks TensorFlow's variables and `state.json`. */
import { open, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { writeJson } from "@inception-edge/host";
import type { TrainingState } from "./training-state.ts";

/** A complete checkpoint. */
export interface Checkpoint {
  /** The name of its folder. */
  readonly name: string;
  /** The path that TensorFlow's checkpoint files begin with. */
  readonly prefix: string;
  readonly state: TrainingState;
}

/** A checkpoint that cannot be used. */
export interface DamagedCheckpoint {
  readonly name: string;
  /** What is wrong with it, such as "its state.json is missing". */
  readonly fault: string;
}

/** A checkpoint, complete or not. */
export type FoundCheckpoint = Checkpoint | DamagedCheckpoint;

/** Whether the checkpoint is complete. */
export function isWhole(found: FoundCheckpoint): found is Checkpoint {
  return "state" in found;
}

const STATE = "state.json";

/** The content of `state.json`: the state, and the sizes of the checkpoint's other files by name. */
type StateFile = TrainingState & { readonly files?: Readonly<Record<string, number>> };

/** TensorFlow's files; the states of runs that started before 2026-11-27 do not list them. */
const FORMER_FILES = ["variables.index", "variables.data-00000-of-00001"] as const;

/** The path prefix of TensorFlow's files in a checkpoint's folder. */
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

/** Checks the presence and sizes of the files. TensorFlow checks its own checksums when it reads the variables. */
export async function readCheckpoint(parent: string, name: string): Promise<FoundCheckpoint> {
  const folder = join(parent, name);
  const text = await readFile(join(folder, STATE), "utf8").catch(() => undefined);
  if (text === undefined) return { name, fault: `its ${STATE} is missing` };
  const parsed = parseState(text);
  if (!parsed) return { name, fault: `its ${STATE} is truncated or damaged` };
  const { files, ...state } = parsed;
  for (const file of files ? Object.keys(files) : FORMER_FILES) {
    const found = await stat(join(folder, file)).catch(() => undefined);
    if (!found) return { name, fault: `its ${file} is missing` };
    const bytes = files?.[file] ?? found.size;
    if (found.size !== bytes) {
      return { name, fault: `its ${file} has ${found.size} of ${bytes} bytes` };
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
