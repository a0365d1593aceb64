/** A checkpoint of where the session stands, unless its weights are lost. */
import type { TrainingState } from "../run/training-state.ts";
import { DivergedError } from "../watchers/nan-guard.ts";
import type { TrainOptions } from "./train-options.ts";

/**
 * A step's loss is from before its update, so only the weights tell whether the update broke them.
 * @throws {DivergedError} when one is no number; the checkpoint before stays.
 */
export async function saveCheckpoint(
  { session, checkpoints }: Pick<TrainOptions, "session" | "checkpoints">,
  state: TrainingState,
): Promise<void> {
  for (const [name, { values }] of await session.weights()) {
    if (values.every(Number.isFinite)) continue;
    throw new DivergedError(
      `Cannot go on training: the weights "${name}" are no longer numbers after step ${state.step}; the checkpoint before is kept: go on with --resume and a lower --learning-rate, or with --precision f32`,
      { step: state.step },
    );
  }
  await checkpoints.begin(state.step).then(session.save);
  await checkpoints.publish(state);
}
