// oxlint-disable-next-line import/no-unassigned-import -- registers the backend
import "@tensorflow/tfjs-backend-cpu";
import {
  abs,
  max,
  memory,
  min,
  randomUniform,
  sub,
  tidy,
  type Tensor,
} from "@tensorflow/tfjs-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { randomWeights } from "@inception-edge/testing/networks/random-weights";
import { foldBatchNorm } from "./fold-batch-norm.ts";
import { inceptionV1 } from "./inception-v1.ts";
import { toLayersModel } from "./layers/to-layers-model.ts";
import { pruneToMain } from "./prune-to-main.ts";

const fold = suite("foldBatchNorm()");

const narrow = { widthMultiplier: 0.1, classes: 7, inputSize: 40 } as const;

fold("answers as the normalized network, at every head, to 1e-5", () => {
  const before = memory().numTensors;
  const graph = inceptionV1({ ...narrow, normalization: "batch" });
  const weights = randomWeights(graph);
  const folded = foldBatchNorm(graph, weights);
  const normalized = toLayersModel(graph, weights);
  const plain = toLayersModel(folded.graph, folded.weights);
  tidy(() => {
    const images = randomUniform([4, 40, 40, 3], 0, 1, "float32", 1);
    const wanted = normalized.predict(images) as Tensor[];
    const answers = plain.predict(images) as Tensor[];
    for (const [head, answer] of answers.entries()) {
      const difference =
        max(abs(sub(wanted[head] ?? Number.NaN, answer))).dataSync()[0] ?? Infinity;
      assert.ok(difference < 1e-5, `head ${head} differs by ${difference}`);
      const spread = sub(max(answer), min(answer)).dataSync()[0] ?? 0;
      assert.ok(spread > 0.05, `head ${head} answers the same to everything`);
    }
  });
  normalized.dispose();
  plain.dispose();
  assert.is(memory().numTensors, before);
});

fold("follows the formula, rounded once", () => {
  const graph = inceptionV1({ ...narrow, normalization: "batch" });
  const weights = randomWeights(graph);
  const folded = foldBatchNorm(graph, weights).weights;
  const value = (kind: string, index: number): number =>
    weights.get(`conv2/3x3/${kind}`)?.values[index] ?? Number.NaN;
  const [channel, element] = [4, 4 + 19 * 7]; // 19 filters: 192 × 0.1
  const scale = value("gamma", channel) / Math.sqrt(value("variance", channel) + 1e-3);
  assert.is(
    folded.get("conv2/3x3/kernel")?.values[element],
    Math.fround(value("kernel", element) * scale),
  );
  assert.is(
    folded.get("conv2/3x3/bias")?.values[channel],
    Math.fround(value("beta", channel) - value("mean", channel) * scale),
  );
});

fold("gives exactly the plain graph and its weights", () => {
  const graph = inceptionV1({ ...narrow, normalization: "batch" });
  const folded = foldBatchNorm(graph, randomWeights(graph));
  const plain = inceptionV1(narrow);
  assert.equal(folded.graph, plain);
  assert.equal([...folded.weights.keys()].toSorted(), [...randomWeights(plain).keys()].toSorted());
});

fold("returns a plain network as it came", () => {
  const graph = inceptionV1(narrow);
  const weights = randomWeights(graph);
  const folded = foldBatchNorm(graph, weights);
  assert.equal(folded.graph, graph);
  assert.equal(folded.weights, weights);
});

fold("leaves the main network of 6,178,552 parameters after pruneToMain()", () => {
  const graph = inceptionV1({ normalization: "batch" });
  const pruned = pruneToMain(graph, randomWeights(graph));
  const exported = foldBatchNorm(pruned.graph, pruned.weights);
  assert.equal(exported.graph, inceptionV1({ heads: "main" }));
  const parameters = exported.weights.values().reduce((sum, { values }) => sum + values.length, 0);
  assert.is(parameters, 6_178_552);
});

fold("refuses a missing statistic", () => {
  const graph = inceptionV1({ ...narrow, normalization: "batch" });
  const weights = new Map(randomWeights(graph));
  weights.delete("conv1/7x7/variance");
  assert.throws(() => foldBatchNorm(graph, weights), /"conv1\/7x7\/variance" is missing/);
});

fold.run();
