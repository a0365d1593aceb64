/** One process to a run: of two that keep checkpoints in one folder, each would remove the other's. */
import { lstat, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { isProcessAlive, processStart } from "../processes/process-identity.ts";

const LOCK = "lock";

const HEARTBEAT_MS = 5000;
/** Where a lock's process cannot be looked at, on another machine or in another container, its silence tells. */
const STALE_MS = 30_000;

/** Who took a lock. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** `processStart`'s, null where the system does not tell it. */
  readonly started: string | null;
}

/**
 * Does `work` on a run's folder that no other process is at work on; a lock whose process is gone is taken over.
 * @throws {Error} naming the process that is at work there
 */
export async function whileLocked<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const path = join(folder, LOCK);
  while (!(await take(path))) {
    const holder = await holderAtWork(path);
    if (holder) {
      throw new Error(
        `Cannot open the run "${folder}": ${holder} is at work on it; wait until it has ended, or stop it`,
      );
    }
    await rm(path, { force: true });
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {}); // removed by hand
  }, HEARTBEAT_MS).unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(path, { force: true });
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
async function holderAtWork(path: string): Promise<string | undefined> {
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

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}
