/**
 * Muon (Jordan et al. 2024): the momentum of a kernel, taken as a matrix, is replaced by the nearest
 * matrix with orthonormal rows or columns, so that a step goes equally far in all of its directions.
 */
import { shapeSize } from "@inception-edge/model";
import type { DataTypeName } from "../graph/data-type.ts";
import type { Effect, Tensor } from "../graph/graph-builder.ts";
import {
  add,
  cast,
  divide,
  mean,
  multiply,
  offset,
  scale,
  squareRoot,
  subtract,
} from "../graph/ops/arithmetic.ts";
import { constant } from "../graph/ops/constant.ts";
import { product } from "../graph/ops/mat-mul.ts";
import { reshape } from "../graph/ops/shape.ts";
import { assign, read, type Variable } from "../graph/variable.ts";

/** Of X ← aX + (bA + cA²)X with A = XXᵀ: chosen by Jordan et al. for speed, so singular values end near 1, in 0.7 to 1.2. */
const QUINTIC = [3.4445, -4.775, 2.0315] as const;
const ITERATIONS = 5;

/** Keeps the gradients of a dead kernel zero instead of NaN. */
const EPSILON = 1e-12;

/**
 * The orthogonal factor of a matrix by Newton–Schulz iteration, float32 `[rows, columns]`; products are
 * taken in `compute`.
 */
function orthogonalize(matrix: Tensor, compute: DataTypeName): Tensor {
  const [rows, columns] = matrix.shape as [number, number];
  const tall = rows > columns; // the smaller Gram matrix of the two
  const [a, b, c] = QUINTIC.map((factor) => cast(constant(matrix.graph, factor), compute)) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const frobenius = offset(scale(rootMeanSquare(matrix), Math.sqrt(rows * columns)), EPSILON);
  let x = cast(divide(matrix, frobenius), compute);
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    const gram = product(x, x, tall ? { transposeA: true } : { transposeB: true });
    const series = add(multiply(b, gram), multiply(c, product(gram, gram)));
    x = add(multiply(a, x), tall ? product(x, series) : product(series, x));
  }
  return cast(x, "float32");
}

export interface MuonStep {
  readonly of: Variable;
  /** The value the gradient was taken at. */
  readonly value: Tensor;
  readonly gradient: Tensor;
  readonly velocity: Variable;
}

/**
 * One step of a kernel, Nesterov's look-ahead included. The learning rate is relative to the kernel's norm, which is
 * held at √(2·outputs), its expectation under He et al. (2015), instead of decaying the weights: before batch
 * normalization it only scales the next step.
 * @param learningRate float32 scalar.
 */
export function muonUpdate(
  { of, value, gradient, velocity }: MuonStep,
  {
    momentum,
    learningRate,
    compute,
  }: { momentum: number; learningRate: Tensor; compute: DataTypeName },
): Effect[] {
  const outputs = of.shape.at(-1)!;
  const fanIn = shapeSize(of.shape.slice(0, -1));
  const norm = Math.sqrt(2 * outputs);
  const moved = add(scale(read(velocity), momentum), gradient);
  const ahead = add(gradient, scale(moved, momentum));
  const direction = orthogonalize(reshape(ahead, [fanIn, outputs]), compute);
  const unit = norm / Math.sqrt(Math.min(fanIn, outputs)); // to the kernel's norm
  const next = subtract(value, reshape(multiply(direction, scale(learningRate, unit)), of.shape));
  const held = multiply(
    next,
    divide(constant(next.graph, Math.sqrt(2 / fanIn)), rootMeanSquare(next)),
  );
  return [assign(of, held), assign(velocity, moved)];
}

function rootMeanSquare(x: Tensor): Tensor {
  return squareRoot(mean(multiply(x, x)));
}
