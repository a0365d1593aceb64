/** onnxruntime on our ONNX files against our own engine on TFLite files of the same weights and integers. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileEngine, openModel } from "@inception-edge/inference";
import { inceptionV1, type Graph } from "@inception-edge/model";
import { quantizeGraph } from "@inception-edge/model/quantize";
import { calibrateOn } from "@inception-edge/testing/networks/calibrate-on";
import { randomGraph } from "@inception-edge/testing/networks/random-graph";
import { randomInput } from "@inception-edge/testing/networks/random-input";
import { randomWeights } from "@inception-edge/testing/networks/random-weights";
import { hasOnnxRuntime, openOnnx } from "@inception-edge/testing/onnx-runtime";
import { float32Format, int8Format, lowerGraph, writeTflite } from "@inception-edge/tflite";
import { writeOnnx } from "./write-onnx.ts";

const runtime = suite("onnxruntime");
const test = hasOnnxRuntime ? runtime : runtime.skip;

const metadata = { name: "narrow", description: "", license: "", input: "", labels: ["a", "b"] };
const INPUTS = 3;
const engine = await compileEngine();

/** Largest difference of a score, of any head. */
async function differences(
  graph: Graph,
  seed: number,
): Promise<{ readonly float32: number; readonly int8: number }> {
  const weights = randomWeights(graph, seed);
  const [height, width] = graph.nodes[0]!.shape as [number, number];
  const images = Array.from({ length: INPUTS }, (_, index) =>
    randomInput(seed * INPUTS + index, height * width * 3),
  );
  const exact = writeTflite(lowerGraph(graph, weights, { format: float32Format, description: "" }));
  const quantized = quantizeGraph(graph, weights, {
    calibration: await calibrateOn(graph, exact, { inputs: images, engine }),
    estimator: "min-max",
    biasCorrection: true,
  });
  const rounded = writeTflite(
    lowerGraph(graph, weights, { format: int8Format(quantized), description: "" }),
  );
  const network = { graph, weights };
  return {
    float32: await largestDifference(exact, writeOnnx(network, { metadata }), images),
    int8: await largestDifference(rounded, writeOnnx(network, { metadata, quantized }), images),
  };
}

async function largestDifference(
  tflite: Uint8Array,
  onnx: Uint8Array,
  images: readonly Float32Array[],
): Promise<number> {
  const own = await openModel(tflite, { engine });
  const { session, run } = await openOnnx(onnx);
  const heads = session.outputNames.filter((name) => name.endsWith("probabilities"));
  const answers = await run(images); // one batch
  let largest = 0;
  for (const [index, image] of images.entries()) {
    const expected = await own.run(image);
    for (const [head, name] of heads.entries()) {
      const classes = expected[head]!.length;
      const scores = answers.get(name)!.subarray(index * classes, (index + 1) * classes);
      assert.is(scores.length, classes);
      for (const [label, score] of scores.entries()) {
        largest = Math.max(largest, Math.abs(score - expected[head]![label]!));
      }
    }
  }
  own.dispose();
  await session.release();
  return largest;
}

const GRAPHS = 24;

test("answers as our engine on random small graphs of the same operations", async () => {
  for (let seed = 0; seed < GRAPHS; seed += 1) {
    const { float32, int8 } = await differences(randomGraph(seed), seed + 1);
    assert.ok(float32 <= 1e-5, `graph ${seed} differs by ${float32}`);
    assert.ok(int8 <= 2e-2, `graph ${seed}, int8, differs by ${int8}`);
  }
});

for (const inputSize of [40, 56, 96]) {
  test(`answers as our engine on a narrow Inception v1 of ${inputSize} px, all heads`, async () => {
    const graph = inceptionV1({ widthMultiplier: 0.1, classes: 5, inputSize });
    const { float32, int8 } = await differences(graph, 3);
    assert.ok(float32 <= 1e-5, `differs by ${float32}`);
    assert.ok(int8 <= 2e-2, `int8 differs by ${int8}`);
  });
}

test("shows inputs and outputs by the names that its users expect, of any batch", async () => {
  const graph = inceptionV1({ widthMultiplier: 0.05, classes: 2, inputSize: 40, heads: "main" });
  const { session } = await openOnnx(
    writeOnnx({ graph, weights: randomWeights(graph) }, { metadata }),
  );
  const shapes = [...session.inputMetadata, ...session.outputMetadata].map((value) => [
    value.name,
    value.isTensor && value.type,
    value.isTensor && value.shape,
  ]);
  assert.equal(shapes, [
    ["pixel_values", "float32", ["batch", 3, 40, 40]],
    ["logits", "float32", ["batch", 2]],
    ["probabilities", "float32", ["batch", 2]],
  ]);
});

runtime.run();
