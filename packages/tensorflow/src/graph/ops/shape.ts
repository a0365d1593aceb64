/** Reshaping, joining and indexing: ops that move values without computing new ones. */
import { int, type } from "../attributes.ts";
import type { Shape, Tensor } from "../graph-builder.ts";
import { constant } from "./constant.ts";

/** The same values in another shape. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const output = x.graph.tensor("Reshape", x.dtype, shape, {
    inputs: [x, constant(x.graph, [...shape], "int32")],
    attributes: { T: type(x.dtype), Tshape: type("int32") },
  });
  x.graph.record({ output, inputs: [x], backward: (dy) => [reshape(dy, x.shape)] });
  return output;
}

/** Joins tensors along their last axis; a single one stays as it is. */
export function concat(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors;
  if (!first) throw new RangeError("Cannot concatenate: no tensors given");
  if (tensors.length === 1) return first;
  const { graph, dtype } = first;
  const axis = first.shape.length - 1;
  const sizes = tensors.map((tensor) => tensor.shape[axis]!);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const output = graph.tensor("ConcatV2", dtype, [...first.shape.slice(0, -1), total], {
    inputs: [...tensors, constant(graph, axis, "int32")],
    attributes: { N: int(tensors.length), T: type(dtype), Tidx: type("int32") },
  });
  graph.record({
    output,
    inputs: tensors,
    backward: (dy) => split(dy, sizes),
  });
  return output;
}

/** Cuts a tensor along its last axis into parts of `sizes`; a single part is the tensor itself. */
export function split(x: Tensor, sizes: readonly number[]): readonly Tensor[] {
  if (sizes.length === 1) return [x];
  const { graph, dtype } = x;
  const axis = x.shape.length - 1;
  const { outputs } = graph.add("SplitV", {
    inputs: [x, constant(graph, sizes, "int32"), constant(graph, axis, "int32")],
    attributes: { T: type(dtype), num_split: int(sizes.length), Tlen: type("int32") },
    outputs: sizes.map((size) => ({ shape: [...x.shape.slice(0, axis), size], dtype })),
  });
  graph.recordOutputs({ outputs, inputs: [x], backward: (gradients) => [concat(gradients)] });
  return outputs;
}

/** Picks slices along `axis` by int32 `indices`. */
export function gather(x: Tensor, indices: Tensor, axis = 0, device = ""): Tensor {
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  return x.graph.tensor("GatherV2", x.dtype, shape, {
    inputs: [x, indices, constant(x.graph, axis, "int32")],
    attributes: {
      batch_dims: int(0),
      Tparams: type(x.dtype),
      Tindices: type("int32"),
      Taxis: type("int32"),
    },
    device,
  });
}

/** The part of `x` of shape `size` that starts at `begin`; `x` itself if that is all of it. */
export function slice(x: Tensor, begin: readonly number[], size: readonly number[]): Tensor {
  if (x.shape.every((length, axis) => length === size[axis])) return x;
  return x.graph.tensor("Slice", x.dtype, size, {
    inputs: [x, constant(x.graph, begin, "int32"), constant(x.graph, size, "int32")],
    attributes: { T: type(x.dtype), Index: type("int32") },
  });
}

/** The slices along the first axis, last one first. Records no gradient. */
export function reverse(x: Tensor): Tensor {
  return x.graph.tensor("ReverseV2", x.dtype, x.shape, {
    inputs: [x, constant(x.graph, [0], "int32")],
    attributes: { T: type(x.dtype), Tidx: type("int32") },
  });
}

/** Stacks tensors of one shape along a new first axis. */
export function pack(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors;
  if (!first) throw new RangeError("Cannot pack: no tensors given");
  return first.graph.tensor("Pack", first.dtype, [tensors.length, ...first.shape], {
    inputs: tensors,
    attributes: { N: int(tensors.length), T: type(first.dtype), axis: int(0) },
  });
}

/** The inverse of `pack`: the slices along the first axis. */
export function unpack(x: Tensor): Tensor[] {
  const [count, ...shape] = x.shape as [number, ...number[]];
  return x.graph.add("Unpack", {
    inputs: [x],
    attributes: { num: int(count), T: type(x.dtype), axis: int(0) },
    outputs: Array.from({ length: count }, () => ({ shape, dtype: x.dtype })),
  }).outputs;
}

/** Adds zeros around `x`: `widths` are the numbers before and after, for each axis. `x` itself if there are none. */
export function pad(x: Tensor, widths: readonly (readonly [number, number])[]): Tensor {
  if (widths.flat().every((width) => width === 0)) return x;
  const shape = x.shape.map((length, axis) => length + widths[axis]![0] + widths[axis]![1]);
  const output = x.graph.tensor("Pad", x.dtype, shape, {
    inputs: [x, constant(x.graph, widths.flat(), "int32", [widths.length, 2])],
    attributes: { T: type(x.dtype), Tpaddings: type("int32") },
  });
  const begin = widths.map(([before]) => before);
  x.graph.record({ output, inputs: [x], backward: (dy) => [slice(dy, begin, x.shape)] });
  return output;
}
