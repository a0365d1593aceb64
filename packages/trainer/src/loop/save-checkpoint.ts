/** Saves a checkpoint of the session, unless its weights have diverged. */
import type { TrainingState } from "../run/training-state.ts";
import { DivergedError } from "../watchers/nan-guard.ts";
import type { TrainOptions } from "./train-options.ts";

/**
 * A step's loss is computed before its update, so only the weights show whether the update broke them.
 * @throws {DivergedError} when a weight is not a number; the previous checkpoint is kept
 */
export async function saveCheckpoint(
  { session, checkpoints }: Pick<TrainOptions, "session" | "checkpoints">,
  state: TrainingState,
): Promise<void> {
  for (const [name, { values }] of await session.weights()) {
    if (values.every(Number.isFinite)) continue;
    throw new DivergedError(
      `Cannot continue training: the weights "${name}" are not numbers after step ${state.step}; the previous checkpoint is kept: continue with --resume and a lower --learning-rate, or with --precision f32`,
      { step: state.step },
    );
  }
  await checkpoints.begin(state.step).then(session.save);
  await checkpoints.publish(state);
}
