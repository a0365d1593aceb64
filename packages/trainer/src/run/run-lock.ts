/** One process to a run: of two that keep checkpoints in one folder, each would remove the other's. */
import { join } from "node:path";
import { withLock } from "@inception-edge/host";

/**
 * Does `work` on a run's folder while no other process uses it.
 * @throws {Error} naming the process that uses it
 */
export async function withRunLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  return withLock(join(folder, "lock"), work, (holder) => {
    throw new Error(
      `Cannot open the run "${folder}": it is in use by ${holder}; wait for it to end, or stop it`,
    );
  });
}
