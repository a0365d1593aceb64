/**
 * Muon (Jordan et al. 2024): the momentum of a kernel, as a matrix, is replaced by the nearest matrix with orthonormal rows
 * or columns, so that the step is equally long in all directions.
 */
import { shapeSize } from "@inception-edge/model";
import {
  assign,
  read,
  type DataTypeName,
  type Effect,
  type Tensor,
  type Variable,
} from "@inception-edge/tensorflow/graph";
import {
  add,
  constant,
  divide,
  multiply,
  pack,
  pad,
  reshape,
  scale,
  slice,
  subtract,
  unpack,
} from "@inception-edge/tensorflow/ops";
import { norms } from "./norms.ts";
import { orthogonalize } from "./orthogonalize.ts";
import { stackMatrices, type MatrixShape } from "./stacks.ts";

/** A kernel to update, `[height, width, inputs, outputs]` or `[inputs, outputs]`; all tensors have its shape, float32. */
export interface MuonKernel {
  readonly weight: Variable;
  /** The value at which the gradient was computed. */
  readonly value: Tensor;
  readonly gradient: Tensor;
  /** The running sum of gradients. */
  readonly momentumBuffer: Variable;
}

/** How the matrix products are computed. */
export interface MuonTuning {
  /** Fixed cost of a stack of kernels, in multiply-adds: see `stackMatrices`. */
  readonly stackOverhead: number;
  /** See `orthogonalize`. */
  readonly iterationsPerGram: number;
}

/** Settings of a step. */
export interface MuonOptions extends MuonTuning {
  /** The factor by which the momentum buffer decays. */
  readonly momentum: number;
  /** float32 scalar: the length of a step, relative to the kernel's norm. */
  readonly learningRate: Tensor;
  /** Type of the matrix products. */
  readonly compute: DataTypeName;
}

/** One step for all `kernels`, with Nesterov momentum. */
export function muonUpdates(kernels: readonly MuonKernel[], options: MuonOptions): Effect[] {
  const stacks = stackMatrices(
    kernels.map(({ weight }) => matrixShape(weight.shape)),
    options.stackOverhead,
  );
  return stacks.flatMap(({ shape, members }) =>
    stackUpdate(
      members.map((index) => kernels[index]!),
      shape,
      options,
    ),
  );
}

/**
 * One step for the kernels of a stack. Instead of weight decay, a kernel's norm is kept at √(2·outputs), its expected value
 * under He et al. (2015): before batch normalization the norm only scales the next step.
 * @param shape `[rows, columns]` that every kernel's matrix is padded to
 */
function stackUpdate(
  kernels: readonly MuonKernel[],
  shape: MatrixShape,
  { momentum, learningRate, compute, iterationsPerGram }: MuonOptions,
): Effect[] {
  const { graph } = learningRate;
  const stacked = (tensors: readonly Tensor[]): Tensor => stack(tensors, shape); // [count, rows, columns]
  const gradient = stacked(kernels.map((kernel) => kernel.gradient));
  const buffer = stacked(kernels.map((kernel) => read(kernel.momentumBuffer)));
  const value = stacked(kernels.map((kernel) => kernel.value));
  const targetNorms = kernels.map(({ weight }) => Math.sqrt(2 * matrixShape(weight.shape)[1]));
  // An orthogonal matrix has the norm √min(rows, columns): so a step of rate 1 is as long as the kernel's norm.
  const stepLengths = kernels.map(
    ({ weight }, index) => targetNorms[index]! / Math.sqrt(Math.min(...matrixShape(weight.shape))),
  );
  // [count, 1, 1]: one number for each matrix
  const perMatrix = (values: readonly number[]): Tensor =>
    constant(graph, values, "float32", [values.length, 1, 1]);

  // All of these are [count, rows, columns]; learning rate, lengths and norms are broadcast to it.
  const nextBuffer = add(scale(buffer, momentum), gradient);
  const lookAhead = add(gradient, scale(nextBuffer, momentum)); // Nesterov
  const direction = orthogonalize(lookAhead, compute, iterationsPerGram);
  const next = subtract(value, multiply(direction, multiply(learningRate, perMatrix(stepLengths))));
  const nextValue = multiply(next, divide(perMatrix(targetNorms), norms(next)));
  const [values, buffers] = [unstack(nextValue, kernels), unstack(nextBuffer, kernels)];
  return kernels.flatMap(({ weight, momentumBuffer }, index) => [
    assign(weight, values[index]!),
    assign(momentumBuffer, buffers[index]!),
  ]);
}

/** The shape `[fan-in, outputs]` of a kernel `[height, width, inputs, outputs]` or `[inputs, outputs]` as a matrix. */
function matrixShape(shape: readonly number[]): MatrixShape {
  return [shapeSize(shape.slice(0, -1)), shape.at(-1)!];
}

/** Kernels → `[count, ...shape]`, padded with zeros at the end of rows and columns. */
function stack(kernels: readonly Tensor[], shape: MatrixShape): Tensor {
  return pack(
    kernels.map((kernel) => {
      const matrix = matrixShape(kernel.shape);
      return pad(reshape(kernel, matrix), [
        [0, shape[0] - matrix[0]],
        [0, shape[1] - matrix[1]],
      ]);
    }),
  );
}

/** `[count, rows, columns]` → kernels of their own shapes. */
function unstack(stacked: Tensor, kernels: readonly MuonKernel[]): Tensor[] {
  return unpack(stacked).map((matrix, index) => {
    const { shape } = kernels[index]!.weight;
    return reshape(slice(matrix, [0, 0], matrixShape(shape)), shape);
  });
}
