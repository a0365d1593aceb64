import type { Tensor } from "@inception-edge/tensorflow/graph";
import { multiply, squareRoot, sumOver } from "@inception-edge/tensorflow/ops";

/** Frobenius norms of stacked matrices: `[count, rows, columns]` → `[count, 1, 1]`. */
export function norms(stack: Tensor): Tensor {
  return squareRoot(sumOver(multiply(stack, stack), [1, 2]));
}
