/**
 * Muon (Jordan et al. 2024): the momentum of a kernel, taken as a matrix, is replaced by the nearest
 * matrix with orthonormal rows or columns, so that a step goes equally far in all of its directions.
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

export interface MuonKernel {
  readonly of: Variable;
  /** The value the gradient was taken at. */
  readonly value: Tensor;
  readonly gradient: Tensor;
  readonly velocity: Variable;
}

export interface MuonOptions {
  readonly momentum: number;
  /** float32 scalar, relative to a kernel's norm. */
  readonly learningRate: Tensor;
  /** Of the matrix products. */
  readonly compute: DataTypeName;
  /** What a stack of kernels costs whatever its size, in multiply-adds: see `stackMatrices`. */
  readonly stackOverhead: number;
}

/** One step of all `kernels`, Nesterov's look-ahead included. */
export function muonUpdates(kernels: readonly MuonKernel[], options: MuonOptions): Effect[] {
  const stacks = stackMatrices(
    kernels.map(({ of }) => matrixOf(of.shape)),
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
 * A kernel's norm is held at √(2·outputs), its expectation under He et al. (2015), instead of decaying the weights:
 * before batch normalization it only scales the next step.
 */
function stackUpdate(
  kernels: readonly MuonKernel[],
  shape: MatrixShape,
  { momentum, learningRate, compute }: MuonOptions,
): Effect[] {
  const { graph } = learningRate;
  const stacked = (tensors: readonly Tensor[]): Tensor => stack(tensors, shape);
  const gradient = stacked(kernels.map((kernel) => kernel.gradient));
  const velocity = stacked(kernels.map((kernel) => read(kernel.velocity)));
  const value = stacked(kernels.map((kernel) => kernel.value));
  const held = kernels.map(({ of }) => Math.sqrt(2 * matrixOf(of.shape)[1]));
  const reach = kernels.map(
    ({ of }, index) => held[index]! / Math.sqrt(Math.min(...matrixOf(of.shape))),
  );
  const perMatrix = (values: readonly number[]): Tensor =>
    constant(graph, values, "float32", [values.length, 1, 1]);

  const moved = add(scale(velocity, momentum), gradient);
  const ahead = add(gradient, scale(moved, momentum));
  const direction = orthogonalize(ahead, compute);
  const next = subtract(value, multiply(direction, multiply(learningRate, perMatrix(reach))));
  const normed = multiply(next, divide(perMatrix(held), norms(next)));
  const [values, velocities] = [unstack(normed, kernels), unstack(moved, kernels)];
  return kernels.flatMap(({ of, velocity: slot }, index) => [
    assign(of, values[index]!),
    assign(slot, velocities[index]!),
  ]);
}

/** A kernel `[height, width, inputs, outputs]` or `[inputs, outputs]` as the matrix `[fan-in, outputs]`. */
function matrixOf(shape: readonly number[]): MatrixShape {
  return [shapeSize(shape.slice(0, -1)), shape.at(-1)!];
}

/** Kernels → `[count, ...shape]`, padded with zeros at the end of rows and columns. */
function stack(kernels: readonly Tensor[], shape: MatrixShape): Tensor {
  return pack(
    kernels.map((kernel) => {
      const matrix = matrixOf(kernel.shape);
      return pad(reshape(kernel, matrix), [
        [0, shape[0] - matrix[0]],
        [0, shape[1] - matrix[1]],
      ]);
    }),
  );
}

function unstack(stacked: Tensor, kernels: readonly MuonKernel[]): Tensor[] {
  return unpack(stacked).map((matrix, index) => {
    const { shape } = kernels[index]!.of;
    return reshape(slice(matrix, [0, 0], matrixOf(shape)), shape);
  });
}
