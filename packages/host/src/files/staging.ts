/**
 * Folders that are written under a name of their own and renamed when they are whole, so that no reader
 * and no other process ever meets half of one; and the sweeping up after processes that were killed.
 */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join, sep } from "node:path";
import { isProcessAlive, processStart } from "../processes/process-identity.ts";
import { cacheDirectory } from "./cache-directory.ts";

/**
 * Makes an empty folder beside the place it will be renamed to, on the same disk.
 *
 * @throws {Error} where nothing can be written there.
 */
export async function createStaging(parent: string): Promise<string> {
  // Not mkdtemp, whose folders nobody else may read: this one becomes the finished folder.
  const self = `${hostname()}_${process.pid}_${processStart() ?? ""}`;
  const staging = join(parent, `.staging_${self}_${randomUUID()}`);
  try {
    await mkdir(parent, { recursive: true });
    await sweepStaging(parent);
    await mkdir(staging);
    return staging;
  } catch (cause) {
    throw explainUnwritable(parent, cause as NodeJS.ErrnoException);
  }
}

/** The cache is where most would not look for the reason. */
function explainUnwritable(parent: string, cause: NodeJS.ErrnoException): Error {
  const cache = cacheDirectory();
  if (!UNWRITABLE.has(cause.code ?? "") || !`${parent}${sep}`.startsWith(`${cache}${sep}`)) {
    return cause;
  }
  return new Error(
    `Cannot write to the cache "${cache}" (${cause.code}); set INCEPTION_EDGE_CACHE to a folder that you can write to`,
    { cause },
  );
}

/** The system's codes; the last three where a folder of the path is none, or HOME does not exist. */
const UNWRITABLE: ReadonlySet<string> = new Set(
  "EACCES EPERM EROFS ENOTDIR EEXIST ENOENT".split(" "),
);

/** Removes the staging folders of processes of this machine that have ended. */
async function sweepStaging(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const [, host, pid, started] = /^\.staging_(.+)_(\d+)_(?:([^_]*)_)?[^_]+$/.exec(name) ?? [];
    if (host !== hostname()) continue;
    const path = join(parent, name);
    if (await isAbandoned(path, { pid: Number(pid), started })) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

/** @param maker as the folder's name tells it; without `started` where its system, or its version, did not. */
async function isAbandoned(
  path: string,
  { pid, started }: { readonly pid: number; readonly started: string | undefined },
): Promise<boolean> {
  if (pid !== process.pid) return !isProcessAlive(pid, started);
  if (started) return started !== processStart();
  // A container's process often has the number of the one before it: older than we are, it is not ours.
  const startedMs = Date.now() - process.uptime() * 1000;
  const stats = await stat(path).catch(() => undefined);
  return stats !== undefined && stats.mtimeMs < startedMs;
}
