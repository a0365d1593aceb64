import { suite } from "uvu";
import * as assert from "uvu/assert";
import { evenCalibration } from "@inception-edge/testing/networks/even-calibration";
import { narrowGraph, narrowWeights } from "@inception-edge/testing/networks/narrow-tflite";
import { activationRanges } from "./activation-ranges.ts";
import { int8Scale, type Int8Scale } from "./int8-numbers.ts";
import { quantizeGraph } from "./quantize-graph.ts";
import { SHARING } from "./scale-sources.ts";

const quantize = suite("quantizeGraph()");

const calibration = evenCalibration(narrowGraph);
const options = { calibration, estimator: "min-max" } as const;
const plain = quantizeGraph(narrowGraph, narrowWeights, { ...options, biasCorrection: false });

/** What the integers stand for; one scale a slice, or one in all. */
function realValues(integers: Int8Array | Int32Array, scales: readonly number[]): number[] {
  const slice = integers.length / scales.length;
  return Array.from(integers, (value, index) => value * scales[Math.floor(index / slice)]!);
}

function realBias(name: string, quantized = plain): number[] {
  const { bias, biasScales } = quantized.weights.get(name)!;
  return realValues(bias, biasScales);
}

function scaleOf(name: string): Int8Scale {
  return plain.activations.get(name)!;
}

quantize("stores the image's bytes minus 128", () => {
  const { scale, zeroPoint } = scaleOf("input");
  assert.is(zeroPoint, -128);
  for (const sample of [0, 1, 127, 254, 255]) {
    const stored = Math.round(Math.fround(sample / 255) / scale) + zeroPoint;
    assert.is(stored, sample - 128);
  }
});

quantize("keeps every kernel within half a step, one step per channel", () => {
  for (const { name, weights, op } of narrowGraph.nodes) {
    if (op !== "conv") continue;
    const { kernel, kernelScales } = plain.weights.get(name)!;
    const [height, width, ins, outs] = weights[0]!.shape as [number, number, number, number];
    assert.is(kernelScales.length, outs, name);
    const given = narrowWeights.get(`${name}/kernel`)!.values;
    const fanIn = height * width * ins;
    for (const [index, value] of realValues(kernel, kernelScales).entries()) {
      const [output, within] = [Math.floor(index / fanIn), index % fanIn];
      const error = Math.abs(value - given[within * outs + output]!);
      assert.ok(error <= kernelScales[output]! * 0.501, `${name} differs by ${error}`);
    }
  }
});

quantize("gives a dense kernel one scale", () => {
  const { kernelScales, biasScales } = plain.weights.get("main_out")!;
  assert.equal([kernelScales.length, biasScales.length], [1, 1]);
});

quantize("keeps every bias within half a step of input × kernel", () => {
  const { kernelScales, biasScales } = plain.weights.get("conv2/3x3")!;
  const { scale } = scaleOf("conv2/1x1");
  assert.equal(
    biasScales,
    kernelScales.map((kernelScale) => Math.fround(scale * kernelScale)),
  );
  const given = narrowWeights.get("conv2/3x3/bias")!.values;
  for (const [output, value] of realBias("conv2/3x3").entries()) {
    const error = Math.abs(value - given[output]!);
    assert.ok(error <= biasScales[output]! * 0.501, `differs by ${error}`);
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
  const quantized = quantizeGraph(narrowGraph, weights, { ...options, biasCorrection: false });
  assert.ok(Math.abs(realBias(name, quantized)[0]! - value) < 1e-6);
});

quantize("gives one scale to all that is concatenated or pooled, and the input its own", () => {
  for (const part of ["1x1", "3x3", "5x5", "pool_proj"]) {
    assert.equal(scaleOf(`inception_3a/${part}`), scaleOf("inception_3a/concat"));
  }
  assert.equal(scaleOf("inception_3b/pool"), scaleOf("inception_3a/concat"));
  assert.not.equal(scaleOf("input"), scaleOf("conv1/7x7"));
});

quantize("corrects a bias by the kernel's rounding errors times the means of the input", () => {
  const corrected = quantizeGraph(narrowGraph, narrowWeights, { ...options, biasCorrection: true });
  const name = "conv2/1x1";
  const [before, after] = [realBias(name), realBias(name, corrected)];
  const { kernel, kernelScales, biasScales } = plain.weights.get(name)!;
  const given = narrowWeights.get(`${name}/kernel`)!.values;
  const outs = before.length;
  const fanIn = given.length / outs;
  const rounded = realValues(kernel, kernelScales);
  const means = calibration.get("pool1")!.channelMeans;
  for (let output = 0; output < outs; output += 1) {
    let shift = 0;
    for (let index = 0; index < fanIn; index += 1) {
      const error = rounded[output * fanIn + index]! - given[index * outs + output]!;
      shift += error * means[index % means.length]!;
    }
    const step = biasScales[output]!;
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
    /^Cannot quantize: the calibration has no values of "conv2\/3x3"; record every node that computesValues\(\)$/,
  );
});

quantize("names a weight that is missing", () => {
  const weights = new Map(narrowWeights);
  weights.delete("conv2/3x3/kernel");
  assert.throws(
    () => quantizeGraph(narrowGraph, weights, { ...options, biasCorrection: false }),
    /^Cannot use weights: "conv2\/3x3\/kernel" is missing$/,
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

const scales = suite("int8Scale()");

scales("stands for zero exactly, and covers the range", () => {
  for (const range of [
    { minimum: 0, maximum: 6 },
    { minimum: -1, maximum: 3 },
    { minimum: -5, maximum: 0 },
  ]) {
    const { scale, zeroPoint } = int8Scale(range);
    assert.ok(Number.isInteger(zeroPoint) && zeroPoint >= -128 && zeroPoint <= 127);
    assert.ok((127 - zeroPoint) * scale >= range.maximum - scale);
    assert.ok((-128 - zeroPoint) * scale <= range.minimum + scale);
  }
});

scales("is never zero", () => {
  assert.ok(int8Scale({ minimum: 0, maximum: 0 }).scale > 0);
});

quantize.run();
ranges.run();
scales.run();
