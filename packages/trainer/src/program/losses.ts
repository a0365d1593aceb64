/** Combines the losses of the three heads into the training loss (Szegedy et al. 2014, §5). */
import type { OutputName } from "@inception-edge/model";

/** The factor of each head's loss. */
export const lossWeights: Readonly<Record<OutputName, number>> = {
  main_out: 1,
  aux1: 0.3,
  aux2: 0.3,
};

/** main + 0.3 · aux1 + 0.3 · aux2, over the given outputs. */
export function weightedLoss(
  outputs: readonly OutputName[],
  lossOf: (output: OutputName) => number,
): number {
  return outputs.reduce((sum, output) => sum + lossWeights[output] * lossOf(output), 0);
}
