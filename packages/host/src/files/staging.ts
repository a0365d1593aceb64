/**
 * Staging folders: written under a temporary name and renamed when complete, so that no other process ever sees an
 * incomplete one. Those of killed processes are removed.
 */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join, sep } from "node:path";
import { isProcessAlive, processStart } from "../processes/process-identity.ts";
import { cacheDirectory } from "./cache-directory.ts";

/**
 * Makes an empty folder in `parent`, where it will be renamed: on the same disk.
 *
 * @throws {Error} if `parent` cannot be written to
 */
export async function createStaging(parent: string): Promise<string> {
  // Not mkdtemp, whose folders other users cannot read: this one becomes the final folder.
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

/** Names the cache in the message, since few users would look for the cause there. */
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

/** System error codes; the last three if a part of the path is not a folder, or HOME does not exist. */
const UNWRITABLE: ReadonlySet<string> = new Set(
  "EACCES EPERM EROFS ENOTDIR EEXIST ENOENT".split(" "),
);

/** Removes the staging folders of processes on this machine that have ended. */
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

/** @param maker process id and start from the folder's name; `started` is absent on some systems and in old names */
async function isAbandoned(
  path: string,
  { pid, started }: { readonly pid: number; readonly started: string | undefined },
): Promise<boolean> {
  if (pid !== process.pid) return !isProcessAlive(pid, started);
  if (started) return started !== processStart();
  // In a container, a process often has the id of an earlier one: a folder older than this process is not its own.
  const startedMs = Date.now() - process.uptime() * 1000;
  const stats = await stat(path).catch(() => undefined);
  return stats !== undefined && stats.mtimeMs < startedMs;
}
