/** Where a run stands between two steps: what of a checkpoint is not in TensorFlow's files. */

export interface TrainingState {
  readonly schemaVersion: 1;
  /** Epoch of the next step, from 0. */
  readonly epoch: number;
  /** Steps of that epoch already made. */
  readonly stepInEpoch: number;
  /** Steps made in all. */
  readonly step: number;
  /** Sums of the step metrics over the epoch so far, in the order of `StepMetrics`. */
  readonly totals: readonly number[];
  /** Seconds of training in all, without evaluation. */
  readonly seconds: number;
  /** Best held_out_main_out_accuracy so far and the epoch it came after. */
  readonly best: { readonly epoch: number; readonly accuracy: number } | null;
}

/** Whether the checkpoint of `state` was made right after `epoch`. */
export function isAfterEpoch(epoch: number, state: TrainingState): boolean {
  return state.epoch === epoch + 1 && state.stepInEpoch === 0;
}

/** Where a run stands, in words. */
export function describeState({ step, epoch, stepInEpoch }: TrainingState): string {
  return stepInEpoch === 0
    ? `step ${step}, after epoch ${epoch}`
    : `step ${step}, in epoch ${epoch + 1}`;
}
