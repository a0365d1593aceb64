/** Saves checkpoints of the session, unless its weights have diverged, and tells when the next one is due. */
import type { TrainingState } from "../run/training-state.ts";
import { DivergedError } from "../watchers/nan-guard.ts";
import type { TrainOptions } from "./train-options.ts";

/** Checkpoints by the seconds of training between them. */
export interface TimedSaves {
  /** Whether the last checkpoint is `checkpointSeconds` old after so many seconds of training. */
  isDue(seconds: number): boolean;
  save(state: TrainingState): Promise<void>;
}

/** @param from the state that the training starts from */
export function timedSaves(
  options: Pick<TrainOptions, "session" | "checkpoints" | "checkpointSeconds">,
  from: TrainingState,
): TimedSaves {
  let saved = from.seconds;
  return {
    isDue: (seconds) => seconds - saved >= options.checkpointSeconds,
    async save(state) {
      await saveCheckpoint(options, state);
      saved = state.seconds;
    },
  };
}

/**
 * A step's loss is computed before its update, so only the weights show whether the update broke them.
 * @throws {DivergedError} when a weight is not a number; the previous checkpoint is kept
 */
async function saveCheckpoint(
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
