/** The nearest matrices with orthonormal rows or columns, by Newton–Schulz iteration on a stack of them. */
import type { DataTypeName, GraphBuilder, Tensor } from "@inception-edge/tensorflow/graph";
import {
  add,
  batchProduct,
  cast,
  constant,
  divide,
  maxOver,
  multiply,
  offset,
  squareRoot,
} from "@inception-edge/tensorflow/ops";
import { norms } from "./norms.ts";
import { isTall } from "./stacks.ts";

/** The coefficients of X ← X(a + bA + cA²), where A = XᵀX. */
type Iteration = readonly [a: number, b: number, c: number];

/**
 * Each polynomial is the one that comes closest to 1 on the singular values that the one before leaves (Amsel et al. 2025,
 * "The Polar Express"): those in [0.02, 1] end within 0.1 % of 1. Five of Jordan et al.'s (2024) end between 0.7 and 1.2.
 * A wider interval has a first polynomial so near to 0 in between that bfloat16 would round it beyond (docs/log.md).
 */
const ITERATIONS: readonly Iteration[] = [
  [7.71097, -22.11375, 16.24874],
  [3.21528, -2.41117, 0.5013],
  [2.21831, -1.59399, 0.41075],
  [1.88421, -1.26019, 0.37602],
];

/** By how much the norm is taken longer than it is, since rounding may lengthen a singular value. */
const MARGIN = 1.01;

/** These keep the step of a kernel without gradients zero instead of NaN. */
const SMALLEST = { gram: 1e-36, norm: 1e-6 } as const;
/** In float16 the factor of zeros must stay finite; all others have been shortened. */
const SMALLEST_FLOAT16 = { gram: 1, norm: 1e-4 } as const;
const SMALLEST_LENGTH = 1e-18;

/**
 * Iterations are made on the Gram matrix, the smaller one; then X is multiplied once, by the product of their factors.
 * @param stack float32 `[count, rows, columns]`, each matrix padded with zeros, which stay zero
 * @param compute type of the products
 * @param iterationsPerGram how many iterations go by one Gram matrix. Each one magnifies its rounding: in bfloat16 and
 * float16 it bears two, in float32 all four.
 * @returns float32 of the same shape
 */
export function orthogonalize(
  stack: Tensor,
  compute: DataTypeName,
  iterationsPerGram: number,
): Tensor {
  const [, rows, columns] = stack.shape as [number, number, number];
  const tall = isTall([rows, columns]);
  let x = cast(compute === "float16" ? shortened(stack) : stack, compute);
  for (let done = 0; done < ITERATIONS.length; done += iterationsPerGram) {
    const gram = batchProduct(x, x, tall ? { transposeA: true } : { transposeB: true });
    const iterations = ITERATIONS.slice(done, done + iterationsPerGram);
    const factor = done === 0 ? normalizedFactor(gram, iterations) : factorOf(gram, iterations);
    x = tall ? batchProduct(x, factor) : batchProduct(factor, x);
  }
  return cast(x, "float32");
}

/** Matrices of norm 1: momenta, and even more so their squares in a Gram matrix, are mostly too small for float16. */
function shortened(stack: Tensor): Tensor {
  return divide(stack, offset(norms(stack), SMALLEST_LENGTH));
}

/**
 * Like `factorOf`, of matrices X of any length, which it also divides by √‖XᵀX‖, their Schatten norm of order four. That is at
 * least the largest singular value, and closer to it than the Frobenius norm, which saves an iteration.
 */
function normalizedFactor(gram: Tensor, iterations: readonly Iteration[]): Tensor {
  const exact = cast(gram, "float32");
  const smallest = gram.dtype === "float16" ? SMALLEST_FLOAT16 : SMALLEST;
  const largest = offset(maxOver(exact, [1, 2]), smallest.gram); // [count, 1, 1]
  const scaled = divide(exact, largest); // so that the squares in its norm stay in float32's range
  const norm = offset(norms(scaled), smallest.norm);
  const [[a, b, c], ...others] = iterations as [Iteration, ...Iteration[]];
  const withMargin = [a / MARGIN, b / MARGIN ** 3, c / MARGIN ** 5] as const;
  const factor = factorOf(cast(divide(scaled, norm), gram.dtype), [withMargin, ...others]);
  const length = multiply(squareRoot(largest), squareRoot(norm));
  return cast(divide(cast(factor, "float32"), length), gram.dtype);
}

/**
 * What X is multiplied by in `iterations`. After a factor P, the Gram matrix is PAP.
 * @param gram A, `[count, side, side]`
 */
function factorOf(gram: Tensor, iterations: readonly Iteration[]): Tensor {
  const [first, ...others] = iterations as [Iteration, ...Iteration[]];
  let current = gram;
  let last = polynomial(current, first);
  let whole = last;
  for (const iteration of others) {
    current = batchProduct(batchProduct(last, current), last);
    last = polynomial(current, iteration);
    whole = batchProduct(whole, last);
  }
  return whole;
}

/** a + bA + cA², as c(A + b/2c)² + (a − b²/4c): one product and two sums. */
function polynomial(gram: Tensor, [a, b, c]: Iteration): Tensor {
  const { graph, dtype } = gram;
  const side = gram.shape[1]!;
  const centered = add(gram, diagonal(graph, side, b / (2 * c), dtype));
  const square = multiply(cast(constant(graph, c), dtype), batchProduct(centered, centered));
  return add(square, diagonal(graph, side, a - b ** 2 / (4 * c), dtype));
}

/** `[side, side]` with `value` on the diagonal. */
function diagonal(graph: GraphBuilder, side: number, value: number, dtype: DataTypeName): Tensor {
  const values = Array.from({ length: side ** 2 }, (_, index) =>
    index % (side + 1) === 0 ? value : 0,
  );
  return cast(constant(graph, values, "float32", [side, side]), dtype);
}
