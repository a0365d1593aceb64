/**
 * Early stopping by `held_out_main_out_accuracy`. The decision depends only on two epoch numbers; the best epoch is part
 * of the checkpoint, so a resumed run stops at the same epoch as an uninterrupted one.
 */

/** The rule for stopping. */
export interface EarlyStop {
  /** Whether to stop after `epoch` when the best epoch so far was `bestEpoch`, both from 0. */
  shouldStop(bestEpoch: number, epoch: number): boolean;
}

/** Stops after `patience` epochs in a row without improvement. */
export function earlyStop({ patience = 5 }: { readonly patience?: number } = {}): EarlyStop {
  if (!(patience >= 1)) {
    throw new RangeError(`Cannot stop early: patience is ${patience}; want at least 1 epoch`);
  }
  return {
    shouldStop: (bestEpoch, epoch) => epoch - bestEpoch >= patience,
  };
}
