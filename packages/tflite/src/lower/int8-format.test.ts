import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ActivationHistogram } from "@inception-edge/model/quantize";
import { evenCalibration } from "@inception-edge/testing/networks/even-calibration";
import {
  narrowGraph,
  narrowInt8Tflite,
  narrowWeights,
} from "@inception-edge/testing/networks/narrow-tflite";
import { readTflite } from "../read-tflite.ts";
import { writeTflite } from "../write-tflite.ts";

const int8 = suite("int8Format()");

int8("computes the softmax in float32", () => {
  const { operators, tensors } = narrowInt8Tflite();
  const softmax = operators.find(({ kind }) => kind === "softmax")!;
  assert.is(tensors[softmax.inputs[0]!]!.type, "float32");
  assert.is(tensors[softmax.output]!.type, "float32");
});

/** Weights of which one layer's are a million times as large. */
function withLargeKernel(layer: string): typeof narrowWeights {
  const name = `${layer}/kernel`;
  const kernel = narrowWeights.get(name)!;
  const values = kernel.values.map((value) => value * 1e6);
  return new Map([...narrowWeights, [name, { ...kernel, values }]]);
}

int8("a layer that nothing passes, its weights large, can be written and read", () => {
  const calibration = evenCalibration(narrowGraph);
  const layers = narrowGraph.nodes.filter(({ op }) => op === "conv");
  for (const { name, shape } of layers) {
    const dead = new ActivationHistogram(shape.at(-1)!);
    dead.add(new Float32Array(shape.at(-1)! * 8));
    const model = narrowInt8Tflite({
      weights: withLargeKernel(name),
      calibration: new Map([...calibration, [name, dead]]),
    });
    assert.is(readTflite(writeTflite(model)).tensors.length, model.tensors.length, name);
  }
});

int8.run();
