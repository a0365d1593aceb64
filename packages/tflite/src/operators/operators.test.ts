import { Builder } from "flatbuffers";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { FlatTable } from "../read-table.ts";
import type { TfliteTensor } from "../tensor.ts";
import { TfliteError } from "../tflite-error.ts";
import { writeTable, type TableFields } from "../write-table.ts";
import type { OperatorInputs } from "./operator.ts";
import { OPERATORS, type OperatorKind, type TfliteOperation } from "./table.ts";

const operators = suite("OPERATORS");

/** The options as a file holds them, read back. */
function readBack(kind: OperatorKind, write: (builder: Builder) => TableFields): object {
  const builder = new Builder();
  builder.finish(writeTable(builder, write(builder)));
  return OPERATORS[kind].readOptions(FlatTable.root(builder.asUint8Array()));
}

operators("have a code each", () => {
  const codes = Object.values(OPERATORS).map(({ code }) => code);
  assert.is(new Set(codes).size, codes.length);
});

const sameConv = { kind: "conv2d", padding: "same", stride: 2, activation: "relu" } as const;
const validConv = { kind: "conv2d", padding: "valid", stride: 1, activation: "none" } as const;
const maxPool = { kind: "maxPool2d", padding: "same", stride: 2, size: 3 } as const;
const averagePool = { kind: "averagePool2d", padding: "valid", stride: 3, size: 5 } as const;
const concatenation = { kind: "concatenation", axis: 3 } as const;
const mean = { kind: "mean", keepDimensions: false } as const;
const reshape = { kind: "reshape", shape: [1, 2048] } as const;
const dense = { kind: "fullyConnected", activation: "relu" } as const;
const softmax = { kind: "softmax", beta: 1 } as const;

const OPERATIONS: readonly TfliteOperation[] = [
  sameConv,
  validConv,
  maxPool,
  averagePool,
  concatenation,
  mean,
  { ...mean, keepDimensions: true },
  reshape,
  dense,
  softmax,
];

for (const operation of OPERATIONS) {
  operators(`read what they write: ${JSON.stringify(operation)}`, () => {
    const { kind, ...options } = operation;
    const read = readBack(kind, (builder) => OPERATORS[kind].writeOptions(operation, builder));
    assert.equal(read, options);
  });
}

const REFUSED: readonly (readonly [OperatorKind, TableFields, problem: string])[] = [
  ["conv2d", { int32: [[4, 2]] }, "the dilation of conv2d is 2, wanted 1"],
  ["conv2d", { int32: [[5, 3]] }, "the dilation of conv2d is 3, wanted 1"],
  [
    "conv2d",
    {
      int32: [
        [1, 2],
        [2, 1],
      ],
    },
    "the stride of conv2d is 2 × 1, wanted a square",
  ],
  ["conv2d", { int8: [[0, 2]] }, "the padding of conv2d is 2, wanted one of 0, 1"],
  ["conv2d", { int8: [[3, 3]] }, "the activation of conv2d is 3, wanted one of 0, 1"],
  ["maxPool2d", { int8: [[5, 1]] }, "the activation of maxPool2d is 1, wanted 0"],
  ["averagePool2d", { int32: [[3, 7]] }, "the window of averagePool2d is 7 × 0, wanted a square"],
  ["concatenation", { int8: [[1, 1]] }, "the activation of concatenation is 1, wanted 0"],
  ["fullyConnected", { int8: [[1, 1]] }, "weights_format of fullyConnected is 1, wanted 0"],
  ["fullyConnected", { int8: [[2, 1]] }, "keep_num_dims of fullyConnected is 1, wanted 0"],
];

for (const [kind, fields, problem] of REFUSED) {
  operators(`refuse options that our networks do not use: ${problem}`, () => {
    assert.throws(
      () => readBack(kind, () => fields),
      (error: unknown) =>
        error instanceof TfliteError && error.message === `Cannot use TFLite model: ${problem}`,
    );
  });
}

const shapes = suite("outputShape()");

const float32 = (...shape: number[]): TfliteTensor => ({ name: "", shape, type: "float32" });
const weights = (...shape: number[]): TfliteTensor => ({
  ...float32(...shape),
  data: new Float32Array(),
});
const integers = (...values: number[]): TfliteTensor => ({
  name: "",
  shape: [values.length],
  type: "int32",
  data: Int32Array.from(values),
});

const map = float32(1, 9, 8, 3);
const conv = [map, weights(5, 3, 3, 3), weights(5)] as const;

const SHAPES: readonly (readonly [
  what: string,
  operation: TfliteOperation,
  inputs: OperatorInputs,
  shape: readonly number[] | undefined,
])[] = [
  ["covers the map with SAME padding", sameConv, conv, [1, 5, 4, 5]],
  ["stays inside the map with VALID padding", validConv, conv, [1, 7, 6, 5]],
  ["needs a kernel of its channels", sameConv, [map, weights(5, 3, 3, 4), conv[2]], undefined],
  ["needs a bias per output", sameConv, [map, conv[1], weights(4)], undefined],
  ["needs constant weights", sameConv, [map, float32(5, 3, 3, 3), conv[2]], undefined],
  ["covers the map with SAME padding", maxPool, [map], [1, 5, 4, 3]],
  ["stays inside the map with VALID padding", averagePool, [map], [1, 2, 2, 3]],
  ["needs a positive stride", { ...maxPool, stride: 0 }, [map], [1, Number.NaN, Number.NaN, 3]],
  ["adds up channels", concatenation, [map, float32(1, 9, 8, 4)], [1, 9, 8, 7]],
  ["needs maps of one size", concatenation, [map, float32(1, 8, 9, 3)], undefined],
  ["needs maps", concatenation, [map, float32(1, 9, 8)], undefined],
  ["leaves the channels", mean, [map, integers(1, 2)], [1, 3]],
  ["keeps the rank", { ...mean, keepDimensions: true }, [map, integers(1, 2)], [1, 1, 1, 3]],
  ["needs the axes of height and width", mean, [map, integers(1, 3)], undefined],
  ["takes its shape", reshape, [float32(1, 4, 4, 128), integers(1, 2048)], [1, 2048]],
  ["needs as many values", reshape, [float32(1, 4, 4, 127), integers(1, 2048)], undefined],
  ["gives its units", dense, [float32(1, 6), weights(4, 6), weights(4)], [1, 4]],
  ["needs a kernel of its input", dense, [float32(1, 7), weights(4, 6), weights(4)], undefined],
  ["keeps the shape", softmax, [float32(1, 6)], [1, 6]],
  ["keeps the shape", { kind: "quantize" }, [map], [1, 9, 8, 3]],
];

for (const [what, operation, inputs, expected] of SHAPES) {
  shapes(`of ${operation.kind} ${what}`, () => {
    assert.equal(OPERATORS[operation.kind].outputShape(inputs, operation), expected);
  });
}

operators.run();
shapes.run();
