/**
 * Folders that are written under a name of their own and renamed when they are whole, so that no reader
 * and no other process ever meets half of one; and the sweeping up after processes that were killed.
 */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

/** Makes an empty folder beside the place it will be renamed to, on the same disk. */
export async function createStaging(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  await sweepStaging(parent);
  // Not mkdtemp, whose folders nobody else may read: this one becomes the finished folder.
  const staging = join(parent, `.staging_${hostname()}_${process.pid}_${randomUUID()}`);
  await mkdir(staging);
  return staging;
}

/** Removes the staging folders of processes of this machine that have ended. */
async function sweepStaging(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const [, host, pid] = /^\.staging_(.+)_(\d+)_[^_]+$/.exec(name) ?? [];
    if (host !== hostname()) continue;
    const path = join(parent, name);
    if (await isAbandoned(path, Number(pid))) await rm(path, { recursive: true, force: true });
  }
}

async function isAbandoned(path: string, pid: number): Promise<boolean> {
  if (pid === process.pid) {
    // A container's process often has the number of the one before it: older than we are, it is not ours.
    const startedMs = Date.now() - process.uptime() * 1000;
    const stats = await stat(path).catch(() => undefined);
    return stats !== undefined && stats.mtimeMs < startedMs;
  }
  try {
    process.kill(pid, 0); // Signal 0 asks whether the process exists.
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
