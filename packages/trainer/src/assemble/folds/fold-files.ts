/**
 * The folder of a fold, `RUN/folds/1`: `fold.json` with all that its training follows from, its log, and once it is
 * measured `logits.f32`, float32 `[images, classes]`, and `result.json`. It has checkpoints only while it is trained.
 */
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { writeJson, writeWhole } from "@inception-edge/host";
import type { FoldAnswers } from "../../evaluate/cross-validation.ts";
import type { RunConfig } from "../../run/run-config.ts";
import type { Run } from "../../run/run.ts";

const FOLD = "fold.json";
const LOGITS = "logits.f32";
const RESULT = "result.json";

/** What of a fold's run its files depend on. */
type Fold = Pick<Run, "folder" | "config" | "splits"> & {
  readonly packed: Pick<Run["packed"], "labels" | "classes">;
};

/** The content of `result.json`. */
type FoldResult = Pick<FoldAnswers, "trained" | "seconds"> & { readonly schemaVersion: 1 };

/**
 * Prepares the folder for the training, or for its continuation if it has begun with the same settings and images.
 * @returns whether another training had begun, which is removed
 */
export async function prepareFold({ folder, config, splits }: Fold): Promise<boolean> {
  const path = join(folder.path, FOLD);
  const wanted = JSON.stringify({ config: decisive(config), images: [...splits.val] });
  const found = await textOf(path);
  if (found !== undefined && isSame(found, wanted)) return false;
  await rm(folder.path, { recursive: true, force: true });
  await mkdir(folder.path, { recursive: true });
  await writeWhole(path, wanted);
  return found !== undefined;
}

/** Whether two texts of JSON say the same, in whatever order a config's fields are after it was read. */
function isSame(found: string, wanted: string): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(found), JSON.parse(wanted));
  } catch {
    return false; // Damaged: another fold than this one, for all that is known.
  }
}

/** Removes the folds that a former cross-validation had more. */
export async function removeSurplus(folder: string, folds: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (Number(name) > folds) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** What a fold's training follows from: not where and when it runs, nor when it would stop early, which it never does. */
function decisive({ recipe, ...config }: RunConfig): object {
  const { created: _, library: __, hardware: ___, device: ____, ...rest } = config;
  const { fingerprint } = config.dataset;
  return { ...rest, dataset: { fingerprint }, recipe: { ...recipe, patience: undefined } };
}

/** Keeps the answers and removes what they do not need. */
export async function writeFoldAnswers(
  { folder }: Fold,
  { logits, trained, seconds }: FoldAnswers,
): Promise<void> {
  const { buffer, byteOffset, byteLength } = logits; // little-endian, as all machines that TensorFlow runs on
  await writeWhole(join(folder.path, LOGITS), new Uint8Array(buffer, byteOffset, byteLength));
  const result: FoldResult = { schemaVersion: 1, trained, seconds };
  await writeJson(join(folder.path, RESULT), result);
  for (const path of [folder.checkpoints, folder.program]) {
    await rm(path, { recursive: true, force: true });
  }
}

/** The answers of a prepared fold that has been measured; undefined if it has not, or a copy has lost them. */
export async function readFoldAnswers({
  folder,
  packed,
  splits,
}: Fold): Promise<FoldAnswers | undefined> {
  const text = await textOf(join(folder.path, RESULT));
  if (text === undefined) return undefined;
  const { trained, seconds } = JSON.parse(text) as FoldResult;
  const bytes = await readFile(join(folder.path, LOGITS)).catch(() => new Uint8Array());
  if (bytes.length !== splits.val.length * packed.classes.length * 4) return undefined;
  const logits = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  );
  const labels = splits.val.map((index) => packed.labels[index]!);
  return { logits, labels, trained, seconds };
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}
