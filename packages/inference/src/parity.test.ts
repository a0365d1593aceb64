/** The engines against TensorFlow.js's own layers on the same weights. */
// oxlint-disable-next-line import/no-unassigned-import -- registers the backend
import "@tensorflow/tfjs-backend-cpu";
import { tensor, tidy, type Tensor } from "@tensorflow/tfjs-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Graph, Weights } from "@inception-edge/model";
import { toLayersModel } from "@inception-edge/model/layers";
import { quantizeGraph, type Calibration } from "@inception-edge/model/quantize";
import { litertLibrary, wherePossible } from "@inception-edge/testing/litert-library";
import { calibrateOn } from "@inception-edge/testing/networks/calibrate-on";
import { randomGraph } from "@inception-edge/testing/networks/random-graph";
import { randomInput } from "@inception-edge/testing/networks/random-input";
import { randomWeights } from "@inception-edge/testing/networks/random-weights";
import { float32Format, int8Format, lowerGraph, writeTflite } from "@inception-edge/tflite";
import { float32File, narrowGraph, narrowWeights } from "../test/narrow-files.ts";
import { compileEngine } from "./compile-engine.ts";
import { engineNames, wasmEngineNames } from "./engine.ts";
import { openModel } from "./open-model.ts";

const parity = suite("engines and TensorFlow.js");

/** Scores of one input by the LayersModel. */
function layersScores(
  graph: Graph,
  weights: Weights,
  inputs: readonly Float32Array[],
): Float32Array[] {
  const model = toLayersModel(graph, weights);
  const [height, width] = graph.nodes[0]!.shape as [number, number];
  const scores = inputs.map((input) =>
    tidy(() =>
      (model.predict(tensor(input, [1, height, width, 3])) as Tensor).dataSync<"float32">(),
    ),
  );
  model.dispose();
  return scores;
}

/** Softmax is blind to a shift, so logits are compared as logarithms of scores. */
function largestLogitDifference(left: Float32Array, right: Float32Array): number {
  return Math.max(...left.map((score, place) => Math.abs(Math.log(score / right[place]!))));
}

function topOf(scores: Float32Array): number {
  return scores.indexOf(Math.max(...scores));
}

const pictures = Array.from({ length: 256 }, (_, seed) => randomInput(seed));
const expected = layersScores(narrowGraph, narrowWeights, pictures);

for (const engine of engineNames) {
  wherePossible(parity, engine)(
    `${engine}: logits equal to 1e-4 on 256 pictures, the same first class on all`,
    async () => {
      const model = await openModel(float32File, { engine, library: litertLibrary });
      let largest = 0;
      for (const [place, picture] of pictures.entries()) {
        const [scores] = await model.run(picture);
        largest = Math.max(largest, largestLogitDifference(scores!, expected[place]!));
        assert.is(topOf(scores!), topOf(expected[place]!));
      }
      model.dispose();
      assert.ok(largest < 1e-4, `differs by ${largest}`);
    },
  );
}

const GRAPHS = 24;
const INPUTS = 4;

parity("alike on random small graphs of the same operations, float32 and int8", async () => {
  const here = litertLibrary === undefined ? wasmEngineNames : engineNames;
  const engines = await Promise.all(
    here.map((name) => compileEngine(name, { library: litertLibrary })),
  );
  const int8Errors: number[] = [];
  for (let seed = 0; seed < GRAPHS; seed += 1) {
    const graph = randomGraph(seed);
    const weights = randomWeights(graph, seed + 1);
    const [height, width] = graph.nodes[0]!.shape as [number, number];
    const inputs = Array.from({ length: INPUTS }, (_, place) =>
      randomInput(seed * INPUTS + place, height * width * 3),
    );
    const wanted = layersScores(graph, weights, inputs);
    const float32 = writeTflite(
      lowerGraph(graph, weights, { format: float32Format, description: "" }),
    );
    const calibration = await calibrateOn(graph, float32, { inputs, engine: engines[0]! });
    const int8 = quantized(graph, weights, calibration);
    for (const engine of engines) {
      const what = `graph ${seed} in ${engine.name}`;
      const [exact, rounded] = [
        await openModel(float32, { engine }),
        await openModel(int8, { engine }),
      ];
      for (const [place, input] of inputs.entries()) {
        const [scores] = await exact.run(input);
        const difference = largestLogitDifference(scores!, wanted[place]!);
        assert.ok(difference < 1e-4, `${what} differs by ${difference}`);
        const [near] = await rounded.run(input);
        const errors = near!.map((score, at) => Math.abs(score - wanted[place]![at]!));
        assert.ok(Math.max(...errors) < 0.1, `${what}, int8, differs by ${Math.max(...errors)}`);
        int8Errors.push(...errors);
      }
      exact.dispose();
      rounded.dispose();
    }
  }
  const mean = int8Errors.reduce((sum, error) => sum + error, 0) / int8Errors.length;
  assert.ok(mean < 0.01, `int8 differs by ${mean} on the average`);
});

function quantized(graph: Graph, weights: Weights, calibration: Calibration): Uint8Array {
  const options = { calibration, estimator: "min-max", biasCorrection: true } as const;
  const format = int8Format(quantizeGraph(graph, weights, options));
  return writeTflite(lowerGraph(graph, weights, { format, description: "" }));
}

parity.run();
