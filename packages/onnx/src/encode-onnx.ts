/** Writes a model as an ONNX file: the protocol buffer `ModelProto`, weights inside. */
import protobuf from "protobufjs";
import type { OnnxConstant, OnnxModel, OnnxOperator, OnnxPort, OnnxValue } from "./onnx-model.ts";
import { onnxProto } from "./onnx-proto.ts";

/**
 * ONNX 1.8 of 2020: the first operator set with a scale per channel, and the format's version that came with it. Whatever
 * reads ONNX today reads these; nothing in the network needs newer ones.
 */
const VERSIONS = { operators: 13, format: 7 } as const;

/** Numbers of types in onnx.proto: of tensors' elements, by the array that holds them, and of attributes. */
const ELEMENTS = { Float32Array: 1, Uint8Array: 2, Int8Array: 3, Int32Array: 6 } as const;
const ATTRIBUTE = { int: 2, ints: 7 } as const;

/** The same model gives the same bytes. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  const ModelProto = protobuf
    .parse(onnxProto, { keepCase: true })
    .root.lookupType("onnx.ModelProto");
  const message = {
    ir_version: VERSIONS.format,
    producer_name: "inception-edge",
    model_version: 1,
    doc_string: model.description,
    graph: {
      node: model.operators.map(operatorProto),
      name: model.name,
      initializer: model.constants.map(constantProto),
      input: model.inputs.map(portProto),
      output: model.outputs.map(portProto),
      value_info: model.values.map(valueProto),
    },
    opset_import: [{ domain: "", version: VERSIONS.operators }],
    metadata_props: [...model.metadata].map(([key, value]) => ({ key, value })),
  };
  return ModelProto.encode(message).finish();
}

function operatorProto({ kind, inputs, output, attributes }: OnnxOperator): object {
  const attribute = Object.entries(attributes).map(([name, value]) =>
    typeof value === "number"
      ? { name, i: value, type: ATTRIBUTE.int }
      : { name, ints: value, type: ATTRIBUTE.ints },
  );
  return { input: inputs, output: [output], name: output, op_type: kind, attribute };
}

function constantProto({ name, shape, data }: OnnxConstant): object {
  const type = ELEMENTS[data[Symbol.toStringTag]];
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength); // little-endian, as every host of ours is
  return { dims: shape, data_type: type, name, raw_data: bytes };
}

function valueProto({ name, shape }: OnnxValue): object {
  return { name, type: { tensor_type: tensorType(shape, []) } };
}

/** Denotations of an image's dimensions: onnx/docs/DimensionDenotation.md. */
const IMAGE_DIMENSIONS = ["DATA_BATCH", "DATA_CHANNEL", "DATA_FEATURE", "DATA_FEATURE"] as const;

function portProto({ name, shape, description, isImage }: OnnxPort): object {
  return {
    name,
    type: {
      tensor_type: tensorType(shape, isImage ? IMAGE_DIMENSIONS : []),
      denotation: isImage ? "IMAGE" : "TENSOR",
    },
    doc_string: description,
  };
}

function tensorType(shape: readonly number[], denotations: readonly string[]): object {
  const sizes = [{ dim_param: "batch" }, ...shape.map((length) => ({ dim_value: length }))];
  const dim = sizes.map((size, index) => ({ ...size, denotation: denotations[index] }));
  return { elem_type: ELEMENTS.Float32Array, shape: { dim } };
}
