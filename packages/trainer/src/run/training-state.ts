/** The position of a run between two steps: the part of a checkpoint that is not in TensorFlow's files. */

/** The training loop's state. */
export interface TrainingState {
  readonly schemaVersion: 1;
  /** Epoch of the next step, from 0. */
  readonly epoch: number;
  /** Completed steps of that epoch. */
  readonly stepInEpoch: number;
  /** Completed steps in total. */
  readonly step: number;
  /** Sums of the step metrics over the epoch so far, in the order of `StepMetrics`. */
  readonly totals: readonly number[];
  /** Total seconds of training, without evaluation. */
  readonly seconds: number;
  /** The epoch with the best held_out_main_out_accuracy so far; of equal ones, the one with the least loss. */
  readonly best: {
    readonly epoch: number;
    readonly accuracy: number;
    /** Absent in runs that started before 2026-11-27. */
    readonly loss?: number;
  } | null;
}

/** Whether `state` is the one right after `epoch`. */
export function isAfterEpoch(epoch: number, state: TrainingState): boolean {
  return state.epoch === epoch + 1 && state.stepInEpoch === 0;
}

/** "step 1400, after epoch 2" or "step 1400, in epoch 3". */
export function describeState({ step, epoch, stepInEpoch }: TrainingState): string {
  return stepInEpoch === 0
    ? `step ${step}, after epoch ${epoch}`
    : `step ${step}, in epoch ${epoch + 1}`;
}
