/** Lets only one process use a run: two that write checkpoints into one folder would remove each other's. */
import { join } from "node:path";
import { withLock } from "@inception-edge/host";

/**
 * Runs `work` while no other process uses the run.
 * @throws {Error} with the process that uses it
 */
export async function withRunLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  return withLock(join(folder, "lock"), work, (holder) => {
    throw new Error(
      `Cannot open the run "${folder}": it is in use by ${holder}; wait for it, or stop it`,
    );
  });
}
