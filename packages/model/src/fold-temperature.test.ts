// oxlint-disable-next-line import/no-unassigned-import -- registers the backend
import "@tensorflow/tfjs-backend-cpu";
import {
  abs,
  div,
  log,
  max,
  randomUniform,
  softmax,
  sub,
  tidy,
  type Tensor,
} from "@tensorflow/tfjs-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { randomWeights } from "@inception-edge/testing/networks/random-weights";
import { foldTemperature } from "./fold-temperature.ts";
import { inceptionV1 } from "./inception-v1.ts";
import { toLayersModel } from "./layers/to-layers-model.ts";

const fold = suite("foldTemperature()");

const graph = inceptionV1({ widthMultiplier: 0.1, classes: 7, inputSize: 40, heads: "main" });
const weights = randomWeights(graph);

fold("gives the softmax of the divided logits", () => {
  const temperature = 1.7;
  const folded = foldTemperature({ graph, weights }, temperature);
  const [before, after] = [{ graph, weights }, folded].map((model) =>
    toLayersModel(model.graph, model.weights),
  );
  tidy(() => {
    const images = randomUniform([4, 40, 40, 3], 0, 1, "float32", 1);
    const scores = before!.predict(images) as Tensor;
    const wanted = softmax(div(log(scores), temperature));
    const answer = after!.predict(images) as Tensor;
    assert.ok(max(abs(sub(wanted, answer))).dataSync()[0]! < 1e-5);
    assert.ok(max(abs(sub(scores, answer))).dataSync()[0]! > 0.01, "it changes the scores");
  });
  before!.dispose();
  after!.dispose();
});

fold("leaves every other weight, and those it was given, as they are", () => {
  const given = weights.get("main_out/kernel")!.values.slice();
  const folded = foldTemperature({ graph, weights }, 2).weights;
  assert.equal(weights.get("main_out/kernel")!.values, given);
  const changed = [...weights.keys()].filter((name) => folded.get(name) !== weights.get(name));
  assert.equal(changed, ["main_out/kernel", "main_out/bias"]);
});

fold("refuses what is no temperature", () => {
  for (const temperature of [0, -1, Number.NaN, Infinity]) {
    assert.throws(() => foldTemperature({ graph, weights }, temperature), /wanted > 0/);
  }
});

fold.run();
