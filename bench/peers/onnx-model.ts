/**
 * A float32 TFLite model of ours as an ONNX file, so that onnxruntime can run the same weights beside it.
 * For benchmarks alone. Message and field numbers: onnx/onnx, onnx/onnx.proto, IR version 8, opset 17.
 */
import { createRequire } from "node:module";
import type { TfliteModel, TfliteOperator, TfliteTensor } from "../../packages/tflite/src/mod.ts";

const fromTrainer = createRequire(new URL("../../packages/trainer/package.json", import.meta.url));
const protobuf = fromTrainer("protobufjs") as {
  parse(
    source: string,
    options: object,
  ): { root: { lookupType(name: string): { encode(message: object): { finish(): Uint8Array } } } };
};

const proto = protobuf
  .parse(
    `
syntax = "proto3";
message Attribute { string name = 1; int64 i = 3; bytes s = 4; repeated int64 ints = 8; int32 type = 20; }
message Node { repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4; repeated Attribute attribute = 5; }
message Tensor { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; }
message Dimension { int64 dim_value = 1; }
message Shape { repeated Dimension dim = 1; }
message TensorType { int32 elem_type = 1; Shape shape = 2; }
message Type { TensorType tensor_type = 1; }
message Value { string name = 1; Type type = 2; }
message Graph { repeated Node node = 1; string name = 2; repeated Tensor initializer = 5; repeated Value input = 11; repeated Value output = 12; }
message Opset { string domain = 1; int64 version = 2; }
message Model { int64 ir_version = 1; Graph graph = 7; repeated Opset opset_import = 8; }
`,
    { keepCase: true },
  )
  .root.lookupType("Model");

const [FLOAT, INT, STRING, INTS] = [1, 2, 3, 7];

type Attributes = Readonly<Record<string, number | string | readonly number[]>>;

/** Input `[1, 3, height, width]`, output as the model has it. */
export function onnxModel({ tensors, operators, inputs, outputs }: TfliteModel): Uint8Array {
  const initializers: object[] = [];
  const nodes: object[] = [];
  const nameOf = (place: number): string => tensors[place]!.name;

  function weight(place: number): string {
    const { name, shape, data } = tensors[place]!;
    const [dims, values] = shape.length === 4 ? channelsFirst(tensors[place]!) : [shape, data!];
    const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    initializers.push({ name, dims, data_type: FLOAT, raw_data: raw });
    return name;
  }

  function node(
    op_type: string,
    input: readonly string[],
    output: string,
    attributes: Attributes = {},
  ): void {
    const attribute = Object.entries(attributes).map(([name, value]) => {
      if (typeof value === "number") return { name, i: value, type: INT };
      if (typeof value === "string")
        return { name, s: new TextEncoder().encode(value), type: STRING };
      return { name, ints: value, type: INTS };
    });
    nodes.push({ op_type, name: output, input, output: [output], attribute });
  }

  for (const operator of operators) lower(operator);

  function lower(operator: TfliteOperator): void {
    const [first, kernel, bias] = operator.inputs;
    const from = nameOf(first!);
    const to = nameOf(operator.output);
    switch (operator.kind) {
      case "conv2d": {
        const [, height, width] = tensors[kernel!]!.shape as [number, number, number];
        const attributes = {
          kernel_shape: [height, width],
          strides: [operator.stride, operator.stride],
          auto_pad: "SAME_UPPER",
        };
        node("Conv", [from, weight(kernel!), weight(bias!)], `${to}/sum`, attributes);
        return node("Relu", [`${to}/sum`], to);
      }
      case "maxPool2d":
        return node("MaxPool", [from], to, {
          kernel_shape: [operator.size, operator.size],
          strides: [operator.stride, operator.stride],
          auto_pad: "SAME_UPPER",
        });
      case "concatenation":
        return node("Concat", operator.inputs.map(nameOf), to, { axis: 1 });
      case "mean":
        node("GlobalAveragePool", [from], `${to}/map`);
        return node("Flatten", [`${to}/map`], to);
      case "fullyConnected":
        return node("Gemm", [from, weight(kernel!), weight(bias!)], to, { transB: 1 });
      case "softmax":
        return node("Softmax", [from], to);
      default:
        throw new Error(`Cannot write ONNX: the model has a ${operator.kind}`);
    }
  }

  const value = (place: number): object => {
    const { name, shape } = tensors[place]!;
    const [batch, height, width, channels] = shape;
    const dims = shape.length === 4 ? [batch, channels, height, width] : shape;
    const dim = dims.map((length) => ({ dim_value: length }));
    return { name, type: { tensor_type: { elem_type: FLOAT, shape: { dim } } } };
  };
  return proto
    .encode({
      ir_version: 8,
      graph: {
        name: "inception_v1",
        node: nodes,
        initializer: initializers,
        input: inputs.map(value),
        output: outputs.map(value),
      },
      opset_import: [{ domain: "", version: 17 }],
    })
    .finish();
}

/** `[out, height, width, in]` → `[out, in, height, width]`. */
function channelsFirst({ shape, data }: TfliteTensor): [number[], Float32Array] {
  const [outs, height, width, ins] = shape as [number, number, number, number];
  const values = new Float32Array(data!.length);
  const area = height * width;
  for (let out = 0; out < outs; out += 1) {
    for (let at = 0; at < area; at += 1) {
      for (let channel = 0; channel < ins; channel += 1) {
        values[(out * ins + channel) * area + at] = data![(out * area + at) * ins + channel]!;
      }
    }
  }
  return [[outs, ins, height, width], values];
}
