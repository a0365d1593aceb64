/** The nearest matrices with orthonormal rows or columns, by Newton–Schulz iteration on a stack of them. */
import type { DataTypeName, GraphBuilder, Tensor } from "@inception-edge/tensorflow/graph";
import {
  add,
  batchProduct,
  cast,
  constant,
  divide,
  multiply,
  offset,
} from "@inception-edge/tensorflow/ops";
import { norms } from "./norms.ts";
import { isTall } from "./stacks.ts";

/**
 * The coefficients of X ← X(a + bA + cA²) with A = XᵀX. Jordan et al. chose them for speed: singular values end between
 * 0.7 and 1.2.
 */
const [a, b, c] = [3.4445, -4.775, 2.0315] as const;
const ITERATIONS = 5;

/** Keeps the step of a kernel without gradients zero instead of NaN. */
const EPSILON = 1e-12;

/**
 * The polynomial is computed as c(A + b/2c)² + (a − b²/4c): one product and two sums of small matrices.
 * @param stack float32 `[count, rows, columns]`, each matrix padded with zeros, which stay zero
 * @param compute type of the products
 * @returns float32 of the same shape
 */
export function orthogonalize(stack: Tensor, compute: DataTypeName): Tensor {
  const { graph } = stack;
  const [, rows, columns] = stack.shape as [number, number, number];
  const tall = isTall([rows, columns]);
  const side = Math.min(rows, columns);
  const center = diagonal(graph, side, b / (2 * c), compute);
  const rest = diagonal(graph, side, a - b ** 2 / (4 * c), compute);
  const square = cast(constant(graph, c), compute);
  let x = cast(divide(stack, offset(norms(stack), EPSILON)), compute);
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    const gram = batchProduct(x, x, tall ? { transposeA: true } : { transposeB: true });
    const centered = add(gram, center);
    const series = add(multiply(square, batchProduct(centered, centered)), rest);
    x = tall ? batchProduct(x, series) : batchProduct(series, x);
  }
  return cast(x, "float32");
}

/** `[side, side]` with `value` on the diagonal. */
function diagonal(graph: GraphBuilder, side: number, value: number, dtype: DataTypeName): Tensor {
  const values = Array.from({ length: side ** 2 }, (_, index) =>
    index % (side + 1) === 0 ? value : 0,
  );
  return cast(constant(graph, values, "float32", [side, side]), dtype);
}
