import { Builder } from "flatbuffers";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { FlatTable } from "../read-table.ts";
import type { TfliteTensor } from "../tensor.ts";
import { TfliteError } from "../tflite-error.ts";
import { writeTable, type TableFields } from "../write-table.ts";
import { OPERATORS, type OperatorKind, type TfliteOperation } from "./table.ts";

const operators = suite("OPERATORS");

/** The options as a file holds them, read back. */
function readBack(kind: OperatorKind, fieldsOf: (builder: Builder) => TableFields): object {
  const builder = new Builder();
  builder.finish(writeTable(builder, fieldsOf(builder)));
  return OPERATORS[kind].readOptions(FlatTable.root(builder.asUint8Array()));
}

operators("have a code each", () => {
  const codes = Object.values(OPERATORS).map(({ code }) => code);
  assert.is(new Set(codes).size, codes.length);
});

const OPERATIONS: readonly TfliteOperation[] = [
  { kind: "conv2d", padding: "same", stride: 2, activation: "relu" },
  { kind: "conv2d", padding: "valid", stride: 1, activation: "none" },
  { kind: "maxPool2d", padding: "same", stride: 2, size: 3 },
  { kind: "averagePool2d", padding: "valid", stride: 3, size: 5 },
  { kind: "concatenation", axis: 3 },
  { kind: "mean", keepDimensions: true },
  { kind: "mean", keepDimensions: false },
  { kind: "reshape", shape: [1, 2048] },
  { kind: "fullyConnected", activation: "relu" },
  { kind: "softmax", beta: 1 },
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

const SHAPES: readonly (readonly [
  operation: TfliteOperation,
  inputs: readonly [TfliteTensor, ...TfliteTensor[]],
  shape: readonly number[] | undefined,
])[] = [
  [OPERATIONS[0]!, [float32(1, 9, 8, 3), weights(5, 3, 3, 3), weights(5)], [1, 5, 4, 5]],
  [OPERATIONS[1]!, [float32(1, 9, 8, 3), weights(5, 3, 2, 3), weights(5)], [1, 7, 7, 5]],
  [OPERATIONS[1]!, [float32(1, 9, 8, 3), weights(5, 3, 3, 4), weights(5)], undefined],
  [OPERATIONS[1]!, [float32(1, 9, 8, 3), weights(5, 3, 3, 3), weights(4)], undefined],
  [OPERATIONS[1]!, [float32(1, 9, 8, 3), float32(5, 3, 3, 3), weights(5)], undefined],
  [OPERATIONS[2]!, [float32(1, 9, 8, 3)], [1, 5, 4, 3]],
  [OPERATIONS[3]!, [float32(1, 11, 8, 3)], [1, 3, 2, 3]],
  [OPERATIONS[4]!, [float32(1, 9, 8, 3), float32(1, 9, 8, 4)], [1, 9, 8, 7]],
  [OPERATIONS[4]!, [float32(1, 9, 8, 3), float32(1, 8, 9, 3)], undefined],
  [OPERATIONS[4]!, [float32(1, 9, 8, 3), float32(1, 9, 8)], undefined],
  [OPERATIONS[5]!, [float32(1, 9, 8, 3), integers(1, 2)], [1, 1, 1, 3]],
  [OPERATIONS[6]!, [float32(1, 9, 8, 3), integers(1, 2)], [1, 3]],
  [OPERATIONS[6]!, [float32(1, 9, 8, 3), integers(2, 1)], undefined],
  [OPERATIONS[7]!, [float32(1, 4, 4, 128), integers(1, 2048)], [1, 2048]],
  [OPERATIONS[7]!, [float32(1, 4, 4, 127), integers(1, 2048)], undefined],
  [OPERATIONS[8]!, [float32(1, 6), weights(4, 6), weights(4)], [1, 4]],
  [OPERATIONS[8]!, [float32(1, 7), weights(4, 6), weights(4)], undefined],
  [OPERATIONS[9]!, [float32(1, 6)], [1, 6]],
  [{ kind: "quantize" }, [float32(1, 6)], [1, 6]],
];

for (const [operation, inputs, expected] of SHAPES) {
  const given = inputs.map(({ shape }) => `[${shape.join(", ")}]`).join(", ");
  shapes(`of ${operation.kind} for ${given} is ${JSON.stringify(expected)}`, () => {
    assert.equal(OPERATORS[operation.kind].outputShape(inputs, operation), expected);
  });
}

operators.run();
shapes.run();
