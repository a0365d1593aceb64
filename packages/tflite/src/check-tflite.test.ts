import { suite } from "uvu";
import * as assert from "uvu/assert";
import { narrowInt8Tflite, narrowTflite } from "@inception-edge/testing/networks/narrow-tflite";
import { checkTflite } from "./check-tflite.ts";
import type { TfliteTensor } from "./tensor.ts";
import { TfliteError } from "./tflite-error.ts";
import type { TfliteModel, TfliteOperator } from "./tflite-model.ts";

const check = suite("checkTflite()");

const float32 = narrowTflite();
const int8 = narrowInt8Tflite();

function withTensor(model: TfliteModel, name: string, change: Partial<TfliteTensor>): TfliteModel {
  const tensors = model.tensors.map((tensor) =>
    tensor.name === name ? { ...tensor, ...change } : tensor,
  );
  return { ...model, tensors };
}

function withOperator(
  model: TfliteModel,
  kind: TfliteOperator["kind"],
  change: object,
): TfliteModel {
  const changed = model.operators.findIndex((operator) => operator.kind === kind);
  const operators = model.operators.map((operator, index) =>
    index === changed ? ({ ...operator, ...change } as TfliteOperator) : operator,
  );
  return { ...model, operators };
}

const conv1 = int8.tensors.find(({ name }) => name === "conv1/7x7")!;
const [scale] = conv1.quantization!.scales;

const broken: readonly (readonly [what: string, model: TfliteModel, message: RegExp])[] = [
  [
    "a shape with a zero",
    withTensor(float32, "pool1", { shape: [1, 0, 20, 3] }),
    /"pool1" has shape \[1, 0, 20, 3\], wanted positive/,
  ],
  ["a huge shape", withTensor(float32, "pool1", { shape: [1, 2 ** 15, 2 ** 15, 3] }), /has shape/],
  [
    "weights that do not fill their shape",
    withTensor(float32, "conv1/7x7/bias", { data: new Float32Array(2) }),
    /"conv1\/7x7\/bias" holds 2 values, wanted 3/,
  ],
  [
    "a shape that does not follow",
    withTensor(float32, "pool1", { shape: [1, 21, 20, 3] }),
    /"pool1" is \[1, 21, 20, 3\], but maxPool2d of .* gives \[1, 20, 20, 3\]/,
  ],
  [
    "a tensor that is not there",
    withOperator(float32, "softmax", { inputs: [999] }),
    /softmax reads tensor 999/,
  ],
  ["a stride of zero", withOperator(float32, "maxPool2d", { stride: 0 }), /gives \[1, NaN/],
  [
    "an axis that is another",
    withOperator(float32, "concatenation", { axis: 1 }),
    /concatenation of .* gives nothing/,
  ],
  ["no output", { ...float32, outputs: [] }, /0 outputs/],
  ["an input that is a weight", { ...float32, inputs: [2] }, /input ".*" is a constant/],
  [
    "operators in the wrong order",
    { ...float32, operators: float32.operators.toReversed() },
    /which no earlier operator computes/,
  ],
  [
    "int8 without a scale",
    withTensor(float32, "pool1", { type: "int8" }),
    /"pool1" is int8 without a scale/,
  ],
  [
    "a scale that is not positive",
    withTensor(int8, "conv1/7x7", {
      quantization: { scales: [-1], zeroPoints: [0], axis: 0 },
    }),
    /scales or zero points/,
  ],
  [
    "a zero point beyond int8",
    withTensor(int8, "conv1/7x7", {
      quantization: { scales: [scale!], zeroPoints: [300], axis: 0 },
    }),
    /scales or zero points/,
  ],
  [
    "a pool that changes the scale",
    withTensor(int8, "pool1", {
      quantization: { scales: [scale! * 2], zeroPoints: [-128], axis: 0 },
    }),
    /"pool1" has a type or scale that maxPool2d cannot compute/,
  ],
  [
    "an output far finer than its input",
    withTensor(int8, "conv1/7x7", {
      quantization: { scales: [1e-9], zeroPoints: [-128], axis: 0 },
    }),
    /"conv1\/7x7" has a type or scale that conv2d cannot compute/,
  ],
];

check("finds nothing wrong with what lowerGraph() makes", () => {
  checkTflite(float32);
  checkTflite(int8);
});

for (const [what, model, message] of broken) {
  check(`refuses ${what}`, () => {
    assert.throws(
      () => checkTflite(model),
      (error: unknown) => error instanceof TfliteError && message.test(error.message),
    );
  });
}

check.run();
