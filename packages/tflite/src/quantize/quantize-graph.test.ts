import { suite } from "uvu";
import * as assert from "uvu/assert";
import { evenCalibration } from "@inception-edge/testing/networks/even-calibration";
import { narrowGraph, narrowWeights } from "@inception-edge/testing/networks/narrow-tflite";
import type { Quantization, TfliteTensor } from "../tensor.ts";
import { activationRanges, SHARING } from "./activation-ranges.ts";
import { quantizationOf } from "./int8-format.ts";
import { quantizeGraph } from "./quantize-graph.ts";

const quantize = suite("quantizeGraph()");

const calibration = evenCalibration(narrowGraph);
const options = { calibration, estimator: "min-max", description: "" } as const;
const plain = quantizeGraph(narrowGraph, narrowWeights, { ...options, biasCorrection: false });

function tensorOf(name: string, model = plain): TfliteTensor {
  return model.tensors.find((tensor) => tensor.name === name)!;
}

function realValues({ data, quantization }: TfliteTensor): number[] {
  const { scales, zeroPoints } = quantization as Quantization;
  const slice = data!.length / scales.length;
  return Array.from(data!, (value, index) => {
    const part = Math.floor(index / slice);
    return (value - zeroPoints[part]!) * scales[part]!;
  });
}

function scaleOf(name: string): string {
  return JSON.stringify(tensorOf(name).quantization);
}

quantize("stores the image's bytes minus 128", () => {
  const { scales, zeroPoints } = tensorOf("input/int8").quantization!;
  assert.equal(zeroPoints, [-128]);
  for (const sample of [0, 1, 127, 254, 255]) {
    const stored = Math.round(Math.fround(sample / 255) / scales[0]!) + zeroPoints[0]!;
    assert.is(stored, sample - 128);
  }
});

quantize("keeps every kernel within half a step, one step per channel", () => {
  for (const { name, weights, op } of narrowGraph.nodes) {
    if (op !== "conv") continue;
    const kernel = tensorOf(`${name}/kernel`);
    const { scales, zeroPoints } = kernel.quantization!;
    const [height, width, ins, outs] = weights[0]!.shape as [number, number, number, number];
    assert.is(scales.length, outs, name);
    assert.ok(zeroPoints.every((zero) => zero === 0));
    const given = narrowWeights.get(`${name}/kernel`)!.values;
    const fanIn = height * width * ins;
    for (const [index, value] of realValues(kernel).entries()) {
      const [output, within] = [Math.floor(index / fanIn), index % fanIn];
      const error = Math.abs(value - given[within * outs + output]!);
      assert.ok(error <= scales[output]! * 0.501, `${name} differs by ${error}`);
    }
  }
});

quantize("keeps every bias within half a step of input × kernel", () => {
  const bias = tensorOf("conv2/3x3/bias");
  const [input] = tensorOf("conv2/1x1").quantization!.scales;
  const { scales } = tensorOf("conv2/3x3/kernel").quantization!;
  assert.equal(
    bias.quantization!.scales,
    scales.map((scale) => Math.fround(input! * scale)),
  );
  const given = narrowWeights.get("conv2/3x3/bias")!.values;
  for (const [output, value] of realValues(bias).entries()) {
    const error = Math.abs(value - given[output]!);
    assert.ok(error <= bias.quantization!.scales[output]! * 0.501, `differs by ${error}`);
  }
});

quantize("keeps the bias of a channel whose weights are all zero", () => {
  const [name, value] = ["conv2/3x3", 2.5];
  const kernel = narrowWeights.get(`${name}/kernel`)!;
  const bias = narrowWeights.get(`${name}/bias`)!;
  const outs = bias.values.length;
  const weights = new Map(narrowWeights)
    .set(`${name}/kernel`, {
      ...kernel,
      values: kernel.values.map((weight, index) => (index % outs === 0 ? 0 : weight)),
    })
    .set(`${name}/bias`, { ...bias, values: bias.values.with(0, value) });
  const model = quantizeGraph(narrowGraph, weights, { ...options, biasCorrection: false });
  assert.ok(Math.abs(realValues(tensorOf(`${name}/bias`, model))[0]! - value) < 1e-6);
});

quantize("gives one scale to all that is concatenated or pooled, and the input its own", () => {
  for (const part of ["1x1", "3x3", "5x5", "pool_proj"]) {
    assert.is(scaleOf(`inception_3a/${part}`), scaleOf("inception_3a/concat"));
  }
  assert.is(scaleOf("inception_3b/pool"), scaleOf("inception_3a/concat"));
  assert.is.not(scaleOf("input/int8"), scaleOf("conv1/7x7"));
});

quantize("computes the softmax in float32", () => {
  const softmax = plain.operators.find(({ kind }) => kind === "softmax")!;
  assert.is(plain.tensors[softmax.inputs[0]!]!.type, "float32");
  assert.is(plain.tensors[softmax.output]!.type, "float32");
});

quantize("corrects a bias by the kernel's rounding errors times the means of the input", () => {
  const corrected = quantizeGraph(narrowGraph, narrowWeights, { ...options, biasCorrection: true });
  const name = "conv2/1x1";
  const [before, after] = [plain, corrected].map((model) =>
    realValues(tensorOf(`${name}/bias`, model)),
  ) as [number[], number[]];
  const kernel = tensorOf(`${name}/kernel`);
  const given = narrowWeights.get(`${name}/kernel`)!.values;
  const outs = before.length;
  const fanIn = given.length / outs;
  const rounded = realValues(kernel);
  const means = calibration.get("pool1")!.channelMeans;
  for (let output = 0; output < outs; output += 1) {
    let shift = 0;
    for (let index = 0; index < fanIn; index += 1) {
      const error = rounded[output * fanIn + index]! - given[index * outs + output]!;
      shift += error * means[index % means.length]!;
    }
    const step = tensorOf(`${name}/bias`).quantization!.scales[output]!;
    assert.ok(Math.abs(before[output]! - after[output]! - shift) <= step, `output ${output}`);
  }
});

quantize("names the node of which the calibration has no values", () => {
  const partial = new Map(calibration);
  partial.delete("conv2/3x3");
  assert.throws(
    () =>
      quantizeGraph(narrowGraph, narrowWeights, {
        ...options,
        calibration: partial,
        biasCorrection: false,
      }),
    /^Cannot quantize: the calibration has no values of "conv2\/3x3"; record every tensor that watchedTensors\(\) names$/,
  );
});

const ranges = suite("activationRanges()");

ranges("lets branches keep ranges of their own where concatenations do not share", () => {
  const sharing = new Set([...SHARING].filter((op) => op !== "concat"));
  const shared = activationRanges(narrowGraph, { calibration, estimator: "min-max" });
  const apart = activationRanges(narrowGraph, { calibration, estimator: "min-max", sharing });
  const [branch, concat] = ["inception_3a/1x1", "inception_3a/concat"] as const;
  assert.is(shared.get(branch), shared.get(concat));
  assert.is.not(apart.get(branch), apart.get(concat));
});

const scale = suite("quantizationOf()");

scale("stands for zero exactly, and covers the range", () => {
  for (const range of [
    { minimum: 0, maximum: 6 },
    { minimum: -1, maximum: 3 },
    { minimum: -5, maximum: 0 },
  ]) {
    const { scales, zeroPoints } = quantizationOf(range);
    const [step, zero] = [scales[0]!, zeroPoints[0]!];
    assert.ok(Number.isInteger(zero) && zero >= -128 && zero <= 127);
    assert.ok((127 - zero) * step >= range.maximum - step);
    assert.ok((-128 - zero) * step <= range.minimum + step);
  }
});

scale("is never zero", () => {
  assert.ok(quantizationOf({ minimum: 0, maximum: 0 }).scales[0]! > 0);
});

quantize.run();
ranges.run();
scale.run();
