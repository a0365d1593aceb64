/** Constants and placeholders: where values enter a graph. */
import { type } from "../attributes.ts";
import { dataType, type DataTypeName } from "../data-type.ts";
import type { Attribute, GraphBuilder, Shape, Tensor } from "../graph-builder.ts";
import { shapeProto } from "../shape-proto.ts";

/** The type of a constant's numbers. */
export type NumberType = "float32" | "float64" | "int32";

/** The device that is the host's processor, for what has no place on a GPU. */
export const HOST = "/device:CPU:0";

const arrayTypes = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;

/** A numeric constant, row-major. By default a number makes a scalar and a list a vector. */
export function constant(
  graph: GraphBuilder,
  values: number | readonly number[],
  dtype: NumberType = "float32",
  shape: Shape = typeof values === "number" ? [] : [values.length],
): Tensor {
  const content = arrayTypes[dtype].from(typeof values === "number" ? [values] : values);
  return graph.tensor("Const", dtype, shape, {
    name: "Const",
    attributes: contentOf(content, dtype, shape),
  });
}

/** A float32 scalar in the host's memory, where some kernels on a GPU read it: elsewhere, it would be copied in every run. */
export function hostScalar(graph: GraphBuilder, value: number): Tensor {
  return graph.tensor("Const", "float32", [], {
    name: "Const",
    device: HOST,
    attributes: contentOf(Float32Array.of(value), "float32", []),
  });
}

function contentOf(
  { buffer }: { readonly buffer: ArrayBuffer },
  dtype: NumberType,
  shape: Shape,
): Readonly<Record<string, Attribute>> {
  const tensorContent = new Uint8Array(buffer);
  const tensor = { dtype: dataType[dtype], tensorShape: shapeProto(shape), tensorContent };
  return { dtype: type(dtype), value: { tensor } };
}

/** A float32 tensor filled with one value; the graph stores only the value and the shape. */
export function fill(graph: GraphBuilder, shape: Shape, value: number): Tensor {
  return graph.tensor("Fill", "float32", shape, {
    inputs: [constant(graph, [...shape], "int32"), constant(graph, value)],
    attributes: { T: type("float32"), index_type: type("int32") },
  });
}

/** A one-dimensional constant of strings. */
export function stringConstant(graph: GraphBuilder, values: readonly string[]): Tensor {
  const utf8 = new TextEncoder();
  return graph.tensor("Const", "string", [values.length], {
    name: "Const",
    attributes: {
      dtype: type("string"),
      value: {
        tensor: {
          dtype: dataType.string,
          tensorShape: shapeProto([values.length]),
          stringVal: values.map((value) => utf8.encode(value)),
        },
      },
    },
  });
}

/** A value that every run feeds, with exactly this name. */
export function placeholder(
  graph: GraphBuilder,
  name: string,
  dtype: DataTypeName,
  shape: Shape = [],
): Tensor {
  return graph.tensor("Placeholder", dtype, shape, {
    name,
    attributes: { dtype: type(dtype), shape: { shape: shapeProto(shape) } },
  });
}
