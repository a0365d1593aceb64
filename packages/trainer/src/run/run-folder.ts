/**
 * Where a run keeps what it makes:
 *
 *     runs/2026-11-23T21-40-28/   config.json, training_log.csv, history.svg and .png, evaluation.json,
 *                                 reliability.svg, confusion.svg, robustness.json, events.out.tfevents.*,
 *                                 checkpoints/, program/, bundle/
 *     runs/latest                 a link to the newest
 */
import { lstat, mkdir, readdir, realpath, rename, rm, stat, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { readRunConfig } from "./run-config.ts";

/** A link in the folder of runs, to the newest of them. */
const LATEST = "latest";

export interface RunFolder {
  readonly path: string;
  readonly checkpoints: string;
  readonly program: string;
  readonly bundle: string;
}

export function runFolder(path: string): RunFolder {
  return {
    path,
    checkpoints: join(path, "checkpoints"),
    program: join(path, "program"),
    bundle: join(path, "bundle"),
  };
}

/**
 * Makes the folder of a new run: `out`, which must be new or empty, or one named by the time below
 * `runs`, where `latest` then points to it.
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
 * Changes nothing: a command asks before the work that comes before the run.
 * @throws {Error} unless `out` is new or an empty folder.
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
      `Cannot start a run in "${out}": the folder is not empty; choose another --out, or add --resume to go on with the run there`,
    );
  }
}

/**
 * Changes nothing.
 * @throws {Error} where a copy of `runs` has made a folder of `latest`, which would stay the newest for ever.
 */
export async function checkLatest(runs: string): Promise<void> {
  const link = join(runs, LATEST);
  const found = await lstat(link).catch(() => undefined);
  if (found && !found.isSymbolicLink()) {
    throw new Error(
      `Cannot start a run in "${runs}": "${link}" is a copy, where a link to the newest run should be; rename it, or give --out`,
    );
  }
}

/** Points `latest`, beside the run, at the run. */
async function linkLatest(path: string): Promise<void> {
  const link = join(dirname(path), LATEST);
  await rm(`${link}.partial`, { force: true });
  try {
    await symlink(basename(path), `${link}.partial`);
  } catch (error) {
    // A disk without links, such as FAT's: the newest run is then found by its date.
    if (["EPERM", "ENOSYS", "ENOTSUP"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return;
    throw error;
  }
  await rename(`${link}.partial`, link);
}

/**
 * The newest run's folder: where `latest` points, or, since a copy may have lost that link, what `config.json` says
 * began last; `runs/latest` where there is none.
 */
export async function latestRun(runs: string): Promise<string> {
  const link = join(runs, LATEST);
  if (await stat(link).catch(() => undefined)) return link;
  const began: { readonly path: string; readonly created: string }[] = [];
  for (const name of await readdir(runs).catch(() => [])) {
    const path = join(runs, name);
    const config = await readRunConfig(path).catch(() => undefined);
    if (config) began.push({ path, created: config.created });
  }
  return began.toSorted((a, b) => b.created.localeCompare(a.created))[0]?.path ?? link;
}

/** The folder of a run that is there. */
export async function openRunFolder(path: string): Promise<RunFolder> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (!found?.isDirectory()) {
    throw new Error(`Cannot open the run "${path}": there is no such folder; start one first`);
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
