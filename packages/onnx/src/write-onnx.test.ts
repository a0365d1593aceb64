import protobuf from "protobufjs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inceptionV1, outputMajor, isWeighted, type Graph } from "@inception-edge/model";
import {
  narrowGraph,
  narrowInt8,
  narrowWeights,
} from "@inception-edge/testing/networks/narrow-tflite";
import { randomWeights } from "@inception-edge/testing/networks/random-weights";
import type { OnnxMetadata } from "./metadata.ts";
import { onnxProto } from "./onnx-proto.ts";
import { writeOnnx } from "./write-onnx.ts";

const write = suite("writeOnnx()");

const labels = ["tabby", 'the "best" dog', "l'été"];
const metadata: OnnxMetadata = {
  name: "narrow",
  description: "A narrow network",
  license: "See card.md",
  input: "squeezed",
  labels,
};
const network = { graph: narrowGraph, weights: narrowWeights };
const quantized = narrowInt8();

/** The parts of a file that are looked at here. */
interface File {
  readonly ir_version: number;
  readonly producer_name: string;
  readonly doc_string: string;
  readonly opset_import: readonly { readonly version: number }[];
  readonly metadata_props: readonly { readonly key: string; readonly value: string }[];
  readonly graph: {
    readonly name: string;
    readonly node: readonly {
      readonly op_type: string;
      readonly input: readonly string[];
      readonly output: readonly string[];
    }[];
    readonly initializer: readonly {
      readonly name: string;
      readonly dims: readonly number[];
      readonly data_type: number;
      readonly raw_data: Uint8Array;
    }[];
    readonly input: readonly Value[];
    readonly output: readonly Value[];
    readonly value_info: readonly Value[];
  };
}

interface Value {
  readonly name: string;
  readonly doc_string: string;
  readonly type: {
    readonly denotation: string;
    readonly tensor_type: { readonly shape: { readonly dim: readonly object[] } };
  };
}

function read(bytes: Uint8Array): File {
  const ModelProto = protobuf
    .parse(onnxProto, { keepCase: true })
    .root.lookupType("onnx.ModelProto");
  return ModelProto.toObject(ModelProto.decode(bytes), { longs: Number }) as File;
}

/** Of these bytes alone. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

const float32 = read(writeOnnx(network, { metadata }));
const int8 = read(writeOnnx(network, { metadata, quantized }));

write("says what it is: versions, producer, description, license, labels", () => {
  for (const file of [float32, int8]) {
    assert.is(file.ir_version, 7);
    assert.equal(
      file.opset_import.map(({ version }) => version),
      [13],
    );
    assert.is(file.producer_name, "inception-edge");
    assert.is(file.doc_string, "A narrow network");
    assert.is(file.graph.name, "narrow");
    const properties = new Map(file.metadata_props.map(({ key, value }) => [key, value]));
    assert.is(properties.get("model_license"), "See card.md");
    assert.equal(JSON.parse(properties.get("names")!), { ...labels });
    assert.is(properties.get("Image.BitmapPixelFormat"), "Rgb8");
    assert.is(properties.get("Image.NominalPixelRange"), "Normalized_0_1");
  }
});

write("declares an image, channels first, in batches of any size", () => {
  const [input] = float32.graph.input;
  assert.is(input!.name, "pixel_values");
  assert.is(input!.doc_string, "squeezed");
  assert.is(input!.type.denotation, "IMAGE");
  assert.equal(input!.type.tensor_type.shape.dim, [
    { dim_param: "batch", denotation: "DATA_BATCH" },
    { dim_value: 3, denotation: "DATA_CHANNEL" },
    { dim_value: 40, denotation: "DATA_FEATURE" },
    { dim_value: 40, denotation: "DATA_FEATURE" },
  ]);
  assert.equal(
    float32.graph.output.map(({ name }) => name),
    ["logits", "probabilities"],
  );
});

write("gives every node's value the node's name and shape, in both files", () => {
  for (const { graph } of [float32, int8]) {
    const computed = new Set(graph.node.flatMap(({ output }) => output));
    const shapes = new Map(graph.value_info.map((value) => [value.name, value]));
    for (const { name, shape, op } of narrowGraph.nodes) {
      if (op === "dropout" || op === "input" || name === "main_out") continue;
      assert.ok(computed.has(name), name);
      const { dim } = shapes.get(name)!.type.tensor_type.shape;
      const sizes = [...shape.slice(-1), ...shape.slice(0, -1)]; // channels first
      assert.equal(dim, [{ dim_param: "batch" }, ...sizes.map((size) => ({ dim_value: size }))]);
    }
  }
});

write("stores the given integers, and activations as int8 plus 128", () => {
  const constants = new Map(int8.graph.initializer.map((constant) => [constant.name, constant]));
  for (const node of narrowGraph.nodes.filter(isWeighted)) {
    const { kernel, kernelScales, bias } = quantized.weights.get(node.name)!;
    const stored = constants.get(`${node.name}/kernel/int8`)!;
    assert.equal(new Int8Array(stored.raw_data).toSorted(), kernel.toSorted(), node.name);
    const biases = constants.get(`${node.name}/bias/int32`)!.raw_data;
    assert.equal(new Int32Array(bufferOf(biases)), bias);
    const scales = constants.get(`${node.name}/kernel/scale`)!.raw_data;
    assert.equal([...new Float32Array(bufferOf(scales))], [...kernelScales]);
  }
  for (const name of ["input", "conv1/7x7", "inception_3a/concat", "logits"]) {
    const { zeroPoint } = quantized.activations.get(name === "logits" ? "main_out" : name)!;
    assert.equal([...constants.get(`${name}/zero_point`)!.raw_data], [zeroPoint + 128], name);
  }
});

write("moves a kernel's output and input channels before height and width", () => {
  const node = narrowGraph.nodes.filter(isWeighted).find(({ name }) => name === "conv1/7x7")!;
  const [height, width, ins, outs] = node.weights[0]!.shape as [number, number, number, number];
  const { kernel } = outputMajor(node, narrowWeights);
  const { dims, raw_data } = float32.graph.initializer.find(
    ({ name }) => name === "conv1/7x7/kernel",
  )!;
  assert.equal(dims, [outs, ins, height, width]);
  const values = new Float32Array(bufferOf(raw_data));
  for (const [out, input, y, x] of [
    [0, 0, 0, 0],
    [2, 1, 6, 3],
    [1, 2, 0, 5],
  ] as const) {
    assert.is(
      values[((out * ins + input) * height + y) * width + x],
      kernel[((out * height + y) * width + x) * ins + input],
    );
  }
});

write("writes the same bytes for the same network", () => {
  assert.equal(writeOnnx(network, { metadata }), writeOnnx(network, { metadata }));
});

write("names the outputs of auxiliary heads after them", () => {
  const graph: Graph = inceptionV1({ widthMultiplier: 0.05, classes: 3, inputSize: 40 });
  const { output } = read(writeOnnx({ graph, weights: randomWeights(graph) }, { metadata })).graph;
  assert.equal(
    output.map(({ name }) => name),
    [
      "logits",
      "probabilities",
      "aux1/logits",
      "aux1/probabilities",
      "aux2/logits",
      "aux2/probabilities",
    ],
  );
});

write("refuses batch normalization, which must be folded first", () => {
  const graph = inceptionV1({ widthMultiplier: 0.05, normalization: "batch", heads: "main" });
  assert.throws(
    () => writeOnnx({ graph, weights: randomWeights(graph) }, { metadata }),
    /^Cannot lower "conv1\/7x7": it is batch-normalized; fold the normalization first, with foldBatchNorm$/,
  );
});

write.run();
