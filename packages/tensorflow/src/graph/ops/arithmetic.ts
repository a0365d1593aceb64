/**
 * Elementwise arithmetic, reductions and casts. Only `cast` records a gradient: the others are for losses, metrics,
 * updates and augmentation, which are not differentiated.
 */
import { bool, int, type } from "../attributes.ts";
import type { DataTypeName } from "../data-type.ts";
import type { Effect, Shape, Tensor } from "../graph-builder.ts";
import { constant } from "./constant.ts";

/** a + b, shapes broadcast. */
export const add = (a: Tensor, b: Tensor): Tensor => binary("AddV2", a, b);
/** a − b, shapes broadcast. */
export const subtract = (a: Tensor, b: Tensor): Tensor => binary("Sub", a, b);
/** a · b element by element, shapes broadcast. */
export const multiply = (a: Tensor, b: Tensor): Tensor => binary("Mul", a, b);
/** a / b, shapes broadcast. */
export const divide = (a: Tensor, b: Tensor): Tensor => binary("RealDiv", a, b);
/** The lesser of a and b, shapes broadcast. */
export const minimum = (a: Tensor, b: Tensor): Tensor => binary("Minimum", a, b);
/** The greater of a and b, shapes broadcast. */
export const maximum = (a: Tensor, b: Tensor): Tensor => binary("Maximum", a, b);
/** The greatest integer not above each element. */
export const floor = (a: Tensor): Tensor => unary("Floor", a);
/** e to the power of each element. */
export const exp = (a: Tensor): Tensor => unary("Exp", a);
/** The square root of each element. */
export const squareRoot = (a: Tensor): Tensor => unary("Sqrt", a);
/** The cosine of each element, in radians. */
export const cos = (a: Tensor): Tensor => unary("Cos", a);
/** The sine of each element, in radians. */
export const sin = (a: Tensor): Tensor => unary("Sin", a);

/** A float32 tensor times a number. */
export const scale = (a: Tensor, factor: number): Tensor =>
  multiply(a, constant(a.graph, factor, "float32"));
/** A float32 tensor plus a number. */
export const offset = (a: Tensor, summand: number): Tensor =>
  add(a, constant(a.graph, summand, "float32"));

/** The sum of tensors of the same shape; a single tensor is returned as it is. */
export function addN(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors;
  if (!first) throw new RangeError("Cannot add: no tensors given");
  if (tensors.length === 1) return first;
  return first.graph.tensor("AddN", first.dtype, first.shape, {
    inputs: tensors,
    attributes: { N: int(tensors.length), T: type(first.dtype) },
  });
}

/** The same values in another type; the tensor itself where it has that type. */
export function cast(x: Tensor, dtype: DataTypeName): Tensor {
  if (x.dtype === dtype) return x;
  const output = x.graph.tensor("Cast", dtype, x.shape, {
    inputs: [x],
    attributes: { SrcT: type(x.dtype), DstT: type(dtype), Truncate: bool(false) },
  });
  x.graph.record({ output, inputs: [x], backward: (dy) => [cast(dy, x.dtype)] });
  return output;
}

/** Reinterprets the bits as a narrower type: `[…]` → `[…, ...inner]`. */
export function bitcast(x: Tensor, dtype: DataTypeName, inner: Shape): Tensor {
  return x.graph.tensor("Bitcast", dtype, [...x.shape, ...inner], {
    inputs: [x],
    attributes: { T: type(x.dtype), type: type(dtype) },
  });
}

/** Sum along `axes`, which stay with length 1. */
export const sumOver = (x: Tensor, axes: readonly number[]): Tensor => reduce("Sum", x, axes);
/** Mean along `axes`, which stay with length 1. */
export const meanOver = (x: Tensor, axes: readonly number[]): Tensor => reduce("Mean", x, axes);
/** Greatest along `axes`, which stay with length 1. */
export const maxOver = (x: Tensor, axes: readonly number[]): Tensor => reduce("Max", x, axes);

/** `x` under another name, available once `after` has happened. */
export function identity(x: Tensor, name: string, after: readonly Effect[] = []): Tensor {
  return x.graph.tensor("Identity", x.dtype, x.shape, {
    inputs: [x],
    name,
    after,
    attributes: { T: type(x.dtype) },
  });
}

/**
 * `x` in memory of its own, for variables that are set to a fed value. tfjs-node's addon feeds JavaScript's memory itself;
 * a variable would keep it, and release it to V8 from whichever of TensorFlow's threads sets the variable next. V8 then
 * crashes, though rarely.
 */
export function deepCopy(x: Tensor): Tensor {
  return x.graph.tensor("DeepCopy", x.dtype, x.shape, {
    inputs: [x],
    attributes: { T: type(x.dtype) },
  });
}

/** Index of the largest value along the last axis: `[batch, classes]` → int32 `[batch]`. */
export function argMax(x: Tensor): Tensor {
  return x.graph.tensor("ArgMax", "int32", x.shape.slice(0, -1), {
    inputs: [x, constant(x.graph, x.shape.length - 1, "int32")],
    attributes: { T: type(x.dtype), Tidx: type("int32"), output_type: type("int32") },
  });
}

/** Where a < b, as bool, shapes broadcast. */
export function less(a: Tensor, b: Tensor): Tensor {
  return a.graph.tensor("Less", "bool", broadcast(a.shape, b.shape), {
    inputs: [a, b],
    attributes: { T: type(a.dtype) },
  });
}

/** Where a = b, as bool, of the shape of a. */
export function equal(a: Tensor, b: Tensor): Tensor {
  return a.graph.tensor("Equal", "bool", a.shape, {
    inputs: [a, b],
    attributes: { T: type(a.dtype), incompatible_shape_error: bool(true) },
  });
}

/** Whether no element is infinite or NaN: a bool scalar. */
export function allFinite(x: Tensor): Tensor {
  const each = x.graph.tensor("IsFinite", "bool", x.shape, {
    inputs: [x],
    attributes: { T: type(x.dtype) },
  });
  const axes = x.shape.map((_, axis) => axis);
  return x.graph.tensor("All", "bool", [], {
    inputs: [each, constant(x.graph, axes, "int32")],
    attributes: { Tidx: type("int32"), keep_dims: bool(false) },
  });
}

/** `yes` where `condition` holds, else `no`: shapes broadcast. An element that is not chosen has no influence, NaN included. */
export function select(condition: Tensor, yes: Tensor, no: Tensor): Tensor {
  const shape = broadcast(condition.shape, broadcast(yes.shape, no.shape));
  return yes.graph.tensor("SelectV2", yes.dtype, shape, {
    inputs: [condition, yes, no],
    attributes: { T: type(yes.dtype) },
  });
}

function binary(op: string, a: Tensor, b: Tensor): Tensor {
  return a.graph.tensor(op, a.dtype, broadcast(a.shape, b.shape), {
    inputs: [a, b],
    attributes: { T: type(a.dtype) },
  });
}

function reduce(op: string, x: Tensor, axes: readonly number[]): Tensor {
  const shape = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  return x.graph.tensor(op, x.dtype, shape, {
    inputs: [x, constant(x.graph, axes, "int32")],
    attributes: { T: type(x.dtype), Tidx: type("int32"), keep_dims: bool(true) },
  });
}

function unary(op: string, x: Tensor): Tensor {
  return x.graph.tensor(op, x.dtype, x.shape, { inputs: [x], attributes: { T: type(x.dtype) } });
}

/** NumPy's broadcasting rule for shapes known to be compatible. */
function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) =>
    Math.max(a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1),
  );
}
