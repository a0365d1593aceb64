import type { Tensor } from "../../graph/graph-builder.ts";
import { multiply, squareRoot, sumOver } from "../../graph/ops/arithmetic.ts";

/** Frobenius norms of stacked matrices: `[count, rows, columns]` → `[count, 1, 1]`. */
export function norms(stack: Tensor): Tensor {
  return squareRoot(sumOver(multiply(stack, stack), [1, 2]));
}
