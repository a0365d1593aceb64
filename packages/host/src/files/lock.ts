/**
 * Mutual exclusion of processes by a lock file that its holder touches regularly. The lock of a process that has ended is
 * taken over: at once if the process was on this machine, else when the file has not been touched for a while.
 */
import { lstat, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import { isProcessAlive, processStart } from "../processes/process-identity.ts";

const HEARTBEAT_MS = 5000;
/** A lock from another machine or container counts as abandoned when it has not been touched for so long. */
const STALE_MS = 30_000;
/** Between two looks at a lock that somebody holds. */
const WAIT_MS = 250;

/** Locks that this process holds or waits for: `isProcessAlive` is false for this process. */
const own = new Set<string>();

/** The process that took a lock. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Its `processStart`; null if the system does not provide it. */
  readonly started: string | null;
}

/**
 * Runs `work` while holding the lock file `path`.
 * @param whenHeld called with the holder, such as `process 17`, each time the lock is found held: may wait, or throw
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  whenHeld: (holder: string) => Promise<void>,
): Promise<T> {
  while (own.has(path)) await whenHeld("this process");
  own.add(path);
  let heartbeat: NodeJS.Timeout | undefined;
  try {
    while (!(await take(path))) {
      const holder = await findHolder(path);
      if (holder === undefined) await rm(path, { force: true });
      else await whenHeld(holder);
    }
    heartbeat = setInterval(() => {
      const now = new Date();
      utimes(path, now, now).catch(() => {}); // removed by hand
    }, HEARTBEAT_MS).unref();
    return await work();
  } finally {
    clearInterval(heartbeat);
    if (heartbeat) await rm(path, { force: true });
    own.delete(path);
  }
}

/**
 * Does `work` while holding the lock file `path`, after whoever holds it now.
 * @param onWait is told once who that is, if there is somebody
 */
export async function withLockInTurn<T>(
  path: string,
  work: () => Promise<T>,
  onWait: (holder: string) => void,
): Promise<T> {
  let hasWaited = false;
  return withLock(path, work, async (holder) => {
    if (!hasWaited) onWait(holder);
    hasWaited = true;
    await setTimeout(WAIT_MS);
  });
}

async function take(path: string): Promise<boolean> {
  const { pid } = process;
  const self: Holder = { pid, host: hostname(), started: processStart() ?? null };
  try {
    await writeFile(path, `${JSON.stringify(self)}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
}

/** The holder in words; undefined if it is gone. */
async function findHolder(path: string): Promise<string | undefined> {
  const touched = await lstat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0, // released in the meantime
  );
  const isFresh = Date.now() - touched < STALE_MS;
  const holder = await readHolder(path);
  if (!holder) return isFresh ? "another process" : undefined; // it may be in the middle of being written
  const { pid, host, started } = holder;
  if (host !== hostname()) return isFresh ? `process ${pid} of "${host}"` : undefined;
  if (!isProcessAlive(pid, started ?? undefined)) return undefined;
  return started !== null || isFresh ? `process ${pid}` : undefined;
}

/** Undefined if the file is not a record: still being written, or from a version that only wrote a process id. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const found: unknown = JSON.parse(await readFile(path, "utf8"));
    return typeof found === "object" && found !== null ? (found as Holder) : undefined;
  } catch {
    return undefined;
  }
}
