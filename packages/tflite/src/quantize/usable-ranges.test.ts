import { suite } from "uvu";
import * as assert from "uvu/assert";
import { evenCalibration } from "@inception-edge/testing/networks/even-calibration";
import { narrowGraph, narrowWeights } from "@inception-edge/testing/networks/narrow-tflite";
import { readTflite } from "../read-tflite.ts";
import { writeTflite } from "../write-tflite.ts";
import { ActivationHistogram } from "./activation-histogram.ts";
import { activationRanges } from "./activation-ranges.ts";
import { quantizeGraph } from "./quantize-graph.ts";
import { usableRanges } from "./usable-ranges.ts";

const test = suite("usableRanges()");

const options = { estimator: "min-max", description: "", biasCorrection: false } as const;

/** Weights of which one layer's are a million times as large. */
function withLargeKernel(layer: string): typeof narrowWeights {
  const name = `${layer}/kernel`;
  const kernel = narrowWeights.get(name)!;
  const values = kernel.values.map((value) => value * 1e6);
  return new Map([...narrowWeights, [name, { ...kernel, values }]]);
}

test("leaves ranges as they are where the engine takes them", () => {
  const ranges = activationRanges(narrowGraph, {
    calibration: evenCalibration(narrowGraph),
    estimator: "min-max",
  });
  assert.equal(usableRanges(narrowGraph, narrowWeights, ranges), ranges);
});

test("a layer that nothing passes, its weights large, can be quantized and read", () => {
  const calibration = new Map(evenCalibration(narrowGraph));
  const layers = narrowGraph.nodes.filter(({ op }) => op === "conv");
  for (const { name, shape } of layers) {
    const dead = new ActivationHistogram(shape.at(-1)!);
    dead.add(new Float32Array(shape.at(-1)! * 8));
    const model = quantizeGraph(narrowGraph, withLargeKernel(name), {
      ...options,
      calibration: new Map([...calibration, [name, dead]]),
    });
    assert.is(readTflite(writeTflite(model)).tensors.length, model.tensors.length, name);
  }
});

test.run();
