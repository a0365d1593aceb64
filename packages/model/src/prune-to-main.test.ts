// oxlint-disable-next-line import/no-unassigned-import -- registers the backend
import "@tensorflow/tfjs-backend-cpu";
import { randomUniform, tidy, type Tensor } from "@tensorflow/tfjs-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { randomWeights } from "@inception-edge/testing/networks/random-weights";
import { weightSpecs } from "./graph.ts";
import { inceptionV1 } from "./inception-v1.ts";
import { toLayersModel } from "./layers/to-layers-model.ts";
import { pruneToMain } from "./prune-to-main.ts";

const prune = suite("pruneToMain()");

const narrow = { widthMultiplier: 0.05, classes: 7, inputSize: 40 } as const;

prune("leaves the network that is built with its main head only, and its weights", () => {
  const graph = inceptionV1(narrow);
  const pruned = pruneToMain(graph, randomWeights(graph));
  assert.equal(pruned.graph, inceptionV1({ ...narrow, heads: "main" }));
  assert.equal(
    [...pruned.weights.keys()],
    weightSpecs(pruned.graph).map(({ name }) => name),
  );
});

prune("keeps the main head's answer bit for bit", () => {
  const graph = inceptionV1(narrow);
  const weights = randomWeights(graph);
  const pruned = pruneToMain(graph, weights);
  const [full, main] = [toLayersModel(graph, weights), toLayersModel(pruned.graph, pruned.weights)];
  tidy(() => {
    const images = randomUniform([2, 40, 40, 3], 0, 1, "float32", 1);
    const [wanted] = full.predict(images) as Tensor[];
    assert.equal((main.predict(images) as Tensor).dataSync(), wanted?.dataSync());
  });
  full.dispose();
  main.dispose();
});

prune("is done once: what is pruned stays as it is", () => {
  const graph = inceptionV1({ ...narrow, heads: "main" });
  const weights = randomWeights(graph);
  assert.equal(pruneToMain(graph, weights), { graph, weights });
});

prune.run();
