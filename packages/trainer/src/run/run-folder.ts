/**
 * The folder of a run:
 *
 *     runs/2026-11-23T21-40-28/   config.json, training_log.csv, history.svg and .png, evaluation.json,
 *                                 reliability.svg, confusion.svg, robustness.json, events.out.tfevents.*,
 *                                 checkpoints/, program/, bundle/; after a cross-validation folds.json,
 *                                 folds/1/ …, predictions/
 *     runs/latest                 a link to the newest run
 */
import { lstat, mkdir, readdir, realpath, rename, rm, stat, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { readRunConfig } from "./run-config.ts";

/** The link to the newest run, in the folder of runs. */
const LATEST = "latest";

/** Paths in a run's folder. */
export interface RunFolder {
  readonly path: string;
  readonly checkpoints: string;
  readonly program: string;
  readonly bundle: string;
  readonly folds: string;
  readonly predictions: string;
}

/** The paths in the folder `path`. */
export function runFolder(path: string): RunFolder {
  return {
    path,
    checkpoints: join(path, "checkpoints"),
    program: join(path, "program"),
    bundle: join(path, "bundle"),
    folds: join(path, "folds"),
    predictions: join(path, "predictions"),
  };
}

/**
 * Creates the folder of a new run: `out`, which must be new or empty, or a folder in `runs` named by the time, which
 * `runs/latest` then points to.
 */
export async function createRunFolder(
  runs: string,
  { out, now }: { readonly out: string | undefined; readonly now: Date },
): Promise<RunFolder> {
  if (out !== undefined) {
    await checkOut(out);
    await mkdir(out, { recursive: true });
    return runFolder(await realpath(out));
  }
  await mkdir(runs, { recursive: true });
  const path = await makeUnique(join(runs, now.toISOString().slice(0, 19).replaceAll(":", "-")));
  await linkLatest(path);
  return runFolder(path);
}

/**
 * Checks `out` without changing anything, so that a command fails before it prepares the data.
 * @throws {Error} unless `out` is new or an empty folder
 */
export async function checkOut(out: string): Promise<void> {
  const present = await readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    if (error.code !== "ENOTDIR") throw error;
    throw new Error(`Cannot start a run in "${out}": it is not a folder; choose another --out`, {
      cause: error,
    });
  });
  if (present.length > 0) {
    throw new Error(
      `Cannot start a run in "${out}": the folder is not empty; choose another --out, or add --resume to continue the run there`,
    );
  }
}

/**
 * Checks `runs/latest` without changing anything.
 * @throws {Error} when copying `runs` has turned the link into a folder, which would stay the newest one forever
 */
export async function checkLatest(runs: string): Promise<void> {
  const link = join(runs, LATEST);
  const found = await lstat(link).catch(() => undefined);
  if (found && !found.isSymbolicLink()) {
    throw new Error(
      `Cannot start a run in "${runs}": "${link}" is a folder, want a link to the newest run; rename it, or give --out`,
    );
  }
}

/** Makes `latest` in the run's parent folder point to the run. */
async function linkLatest(path: string): Promise<void> {
  const link = join(dirname(path), LATEST);
  await rm(`${link}.partial`, { force: true });
  try {
    await symlink(basename(path), `${link}.partial`);
  } catch (error) {
    // A file system without links, such as FAT: the newest run is then found by its date.
    if (["EPERM", "ENOSYS", "ENOTSUP"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return;
    throw error;
  }
  await rename(`${link}.partial`, link);
}

/**
 * The newest run's folder: the one that `latest` points to or, since copying may have lost that link, the one whose
 * `config.json` has the latest date; `runs/latest` if there is none.
 */
export async function latestRun(runs: string): Promise<string> {
  const link = join(runs, LATEST);
  if (await stat(link).catch(() => undefined)) return link;
  const dated: { readonly path: string; readonly created: string }[] = [];
  for (const name of await readdir(runs).catch(() => [])) {
    const path = join(runs, name);
    const config = await readRunConfig(path).catch(() => undefined);
    if (config) dated.push({ path, created: config.created });
  }
  return dated.toSorted((a, b) => b.created.localeCompare(a.created))[0]?.path ?? link;
}

/** @throws {Error} when the folder does not exist */
export async function openRunFolder(path: string): Promise<RunFolder> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (!found?.isDirectory()) {
    throw new Error(`Cannot open the run "${path}": there is no such folder; start a run first`);
  }
  return runFolder(await realpath(path));
}

async function makeUnique(path: string): Promise<string> {
  for (let suffix = 1; ; suffix += 1) {
    const candidate = suffix === 1 ? path : `${path}-${suffix}`;
    try {
      await mkdir(candidate);
      return candidate;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
