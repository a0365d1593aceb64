/**
 * One process at a time: a file that its holder keeps touching. A lock whose process is gone is taken over, at once
 * where this machine can look at it, else when it has been silent for a while.
 */
import { lstat, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { isProcessAlive, processStart } from "../processes/process-identity.ts";

const HEARTBEAT_MS = 5000;
/** Where a lock's process cannot be looked at, on another machine or in another container, its silence tells. */
const STALE_MS = 30_000;

/** Locks that this process holds or waits for: `isProcessAlive` does not tell of itself. */
const own = new Set<string>();

/** Who took a lock. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** `processStart`'s, null where the system does not tell it. */
  readonly started: string | null;
}

/**
 * Does `work` while holding the lock file `path`.
 * @param whenHeld is told who holds it, `process 17`, each time that it is found held: to wait, or to throw
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

/** In words; undefined when it is gone. */
async function findHolder(path: string): Promise<string | undefined> {
  const touched = await lstat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0, // given back between the two calls
  );
  const isFresh = Date.now() - touched < STALE_MS;
  const holder = await readHolder(path);
  if (!holder) return isFresh ? "another process" : undefined; // it may be being written
  const { pid, host, started } = holder;
  if (host !== hostname()) return isFresh ? `process ${pid} of "${host}"` : undefined;
  if (!isProcessAlive(pid, started ?? undefined)) return undefined;
  return started !== null || isFresh ? `process ${pid}` : undefined;
}

/** Undefined where it is no record: being written, or of a version that wrote a number alone. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const found: unknown = JSON.parse(await readFile(path, "utf8"));
    return typeof found === "object" && found !== null ? (found as Holder) : undefined;
  } catch {
    return undefined;
  }
}
