/** How the three heads' losses make the one that is trained (Szegedy et al. 2014, §5). */
import type { OutputName } from "@inception-edge/model";

export const lossWeights: Readonly<Record<OutputName, number>> = {
  main_out: 1,
  aux1: 0.3,
  aux2: 0.3,
};

/** main + 0.3 · aux1 + 0.3 · aux2, of the heads that are there. */
export function weightedLoss(
  outputs: readonly OutputName[],
  lossOf: (output: OutputName) => number,
): number {
  return outputs.reduce((sum, output) => sum + lossWeights[output] * lossOf(output), 0);
}
