/** Restores a session from a checkpoint; TensorFlow may still find the checkpoint damaged. */
import type { TrainerSession } from "../../loop/trainer-session.ts";
import type { Checkpoint, FoundCheckpoint } from "../../run/checkpoint-folder.ts";
import { unusable } from "../../run/resume-point.ts";

/**
 * @param found the run's checkpoints, newest first
 * @throws {Error} that names the other checkpoints which can be used
 */
export async function restoreCheckpoint(
  { name, prefix }: Checkpoint,
  {
    session,
    run,
    found,
  }: {
    readonly session: TrainerSession;
    /** The run's folder. */
    readonly run: string;
    readonly found: readonly FoundCheckpoint[];
  },
): Promise<void> {
  try {
    await session.restore(prefix);
  } catch (cause) {
    const fault = cause instanceof Error ? cause.message : String(cause);
    throw unusable(found, { run, name, fault, cause });
  }
}
