/**
 * Lets one process at a time fill a folder of the cache. The lock only saves a second download:
 * that no half-filled folder is ever seen rests on staging and renaming, not on the lock.
 */
import { rm, stat, utimes, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

const HEARTBEAT_MS = 1000;
/** A holder that has not touched its lock for this long is gone: killed, or its machine is. */
const STALE_MS = 10_000;

/** Runs `work` while holding the lock file `path`; `onWait` is called once if it has to wait. */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  onWait: () => void = () => {},
): Promise<T> {
  for (let waits = 0; !(await takeLock(path)); waits++) {
    if (waits === 0) onWait();
    await delay(HEARTBEAT_MS / 4);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {}); // Someone removed it: the worst is a second download.
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(path, { force: true });
  }
}

async function takeLock(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${process.pid}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const touched = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(), // Released between the two calls: the next try will get it.
  );
  if (Date.now() - touched > STALE_MS) await rm(path, { force: true });
  return false;
}
