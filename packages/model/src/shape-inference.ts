/**
 * What follows from an operation and the shapes it reads: the shape it yields and the weights it
 * holds. The one place where convolution, pooling and padding arithmetic is written down.
 * It does not know which network it is given.
 */
import {
  shapeSize,
  shapeText,
  type GraphNode,
  type Operation,
  type PlacedOperation,
  type Shape,
  type WeightKind,
  type WeightSpec,
} from "./graph.ts";

/**
 * Gives every operation its shape and weights.
 * @throws {RangeError} when an operation's inputs do not suit it
 */
export function inferGraph(operations: readonly PlacedOperation[]): GraphNode[] {
  const shapes = new Map<string, Shape>();
  return operations.map((operation) => {
    const { name } = operation;
    if (shapes.has(name)) throw new RangeError(`Cannot place "${name}": the name is already taken`);
    const inputs = operation.inputs.map((input) => {
      const shape = shapes.get(input);
      if (shape === undefined) {
        throw new RangeError(
          `Cannot place "${name}": its input "${input}" does not come before it`,
        );
      }
      return shape;
    });
    const shape = inferShape(operation, inputs);
    if (!shape.every((dimension) => Number.isSafeInteger(dimension) && dimension > 0)) {
      throw new RangeError(
        `Cannot place "${name}": from ${inputs.map(shapeText).join(", ")} its shape would be ${shapeText(shape)}`,
      );
    }
    shapes.set(name, shape);
    return { ...operation, shape, weights: inferWeights(operation, inputs) };
  });
}

/** The shape an operation yields for inputs of these shapes. */
export function inferShape(operation: Operation, inputs: readonly Shape[]): Shape {
  switch (operation.op) {
    case "input":
      return operation.shape;
    case "conv": {
      const [height, width] = oneMap(operation, inputs);
      const { stride, filters } = operation;
      return [Math.ceil(height / stride), Math.ceil(width / stride), filters];
    }
    case "maxPool":
    case "averagePool": {
      const [height, width, channels] = oneMap(operation, inputs);
      const { size, stride, padding } = operation;
      const pooled = (length: number): number =>
        padding === "same" ? Math.ceil(length / stride) : Math.floor((length - size) / stride) + 1;
      return [pooled(height), pooled(width), channels];
    }
    case "concat": {
      const [first, ...others] = inputs.map((shape) => oneMap(operation, [shape]));
      if (first === undefined) throw new RangeError("Cannot concat: no inputs");
      const [height, width] = first;
      let [, , channels] = first;
      for (const other of others) {
        if (other[0] !== height || other[1] !== width) {
          throw new RangeError(
            `Cannot concat: maps of ${shapeText(first)} and ${shapeText(other)}`,
          );
        }
        channels += other[2];
      }
      return [height, width, channels];
    }
    case "globalAveragePool":
      return [oneMap(operation, inputs)[2]];
    case "flatten":
      return [shapeSize(one(operation, inputs))];
    case "dropout":
      return one(operation, inputs);
    case "dense":
      oneVector(operation, inputs);
      return [operation.units];
  }
}

/** The weights of an operation named `name` for inputs of these shapes. */
function inferWeights(operation: PlacedOperation, inputs: readonly Shape[]): WeightSpec[] {
  const weight = (kind: WeightKind, shape: Shape): WeightSpec => ({
    name: `${operation.name}/${kind}`,
    shape,
    kind,
    trainable: kind !== "mean" && kind !== "variance",
  });
  if (operation.op === "dense") {
    const { units } = operation;
    return [weight("kernel", [oneVector(operation, inputs), units]), weight("bias", [units])];
  }
  if (operation.op !== "conv") return [];
  const { kernelSize, filters, normalization } = operation;
  const kernel = weight("kernel", [kernelSize, kernelSize, oneMap(operation, inputs)[2], filters]);
  return normalization === "bias"
    ? [kernel, weight("bias", [filters])]
    : [
        kernel,
        weight("gamma", [filters]),
        weight("beta", [filters]),
        weight("mean", [filters]),
        weight("variance", [filters]),
      ];
}

function one(operation: Operation, inputs: readonly Shape[]): Shape {
  const [shape] = inputs;
  if (shape === undefined || inputs.length !== 1) {
    throw new RangeError(`Cannot apply ${operation.op}: ${inputs.length} inputs, wanted 1`);
  }
  return shape;
}

function oneMap(operation: Operation, inputs: readonly Shape[]): readonly [number, number, number] {
  const shape = one(operation, inputs);
  const [height, width, channels] = shape;
  if (shape.length !== 3 || height === undefined || width === undefined || channels === undefined) {
    throw new RangeError(
      `Cannot apply ${operation.op}: input is ${shapeText(shape)}, wanted [height, width, channels]`,
    );
  }
  return [height, width, channels];
}

function oneVector(operation: Operation, inputs: readonly Shape[]): number {
  const shape = one(operation, inputs);
  const [units] = shape;
  if (shape.length !== 1 || units === undefined) {
    throw new RangeError(
      `Cannot apply ${operation.op}: input is ${shapeText(shape)}, wanted [units]`,
    );
  }
  return units;
}
