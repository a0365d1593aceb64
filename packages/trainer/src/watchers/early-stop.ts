/**
 * Early stopping on `held_out_main_out_accuracy`. A pure decision on two epoch numbers: the best epoch is part
 * of the checkpoint, so a resumed run stops where the uninterrupted one would have.
 */

export interface EarlyStop {
  /** Whether to stop after `epoch`, when the best one so far was `bestEpoch`, both from 0. */
  shouldStop(bestEpoch: number, epoch: number): boolean;
}

/** Stops once `patience` epochs in a row have brought nothing better. */
export function earlyStop({ patience = 5 }: { readonly patience?: number } = {}): EarlyStop {
  if (!(patience >= 1)) {
    throw new RangeError(`Cannot stop early: patience is ${patience}; want at least 1 epoch`);
  }
  return {
    shouldStop: (bestEpoch, epoch) => epoch - bestEpoch >= patience,
  };
}
