/** One process to a run: of two that keep checkpoints in one folder, each would remove the other's. */
import { readlink, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { isProcessAlive } from "@inception-edge/dataset";

const LOCK = "lock";

/**
 * Takes a run's folder for this process; a lock whose process is gone is taken over. The lock is a link to the
 * process's number, for a link appears whole, and only where there is none.
 * @returns gives it back
 * @throws {Error} naming the process that is at work there
 */
export async function lockRun(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, LOCK);
  for (;;) {
    try {
      await symlink(String(process.pid), path);
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = Number(await readlink(path).catch(() => ""));
    if (isProcessAlive(holder)) {
      throw new Error(
        `Cannot open the run "${folder}": process ${holder} is at work on it; wait until it has ended, or stop it`,
      );
    }
    await rm(path, { force: true });
  }
}
