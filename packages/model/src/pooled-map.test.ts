// oxlint-disable-next-line import/no-unassigned-import -- registers the backend
import "@tensorflow/tfjs-backend-cpu";
import { mean, randomUniform, softmax, tidy, type Tensor } from "@tensorflow/tfjs-core";
import { model, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { randomWeights } from "@inception-edge/testing/networks/random-weights";
import { weightSpecs } from "./graph.ts";
import { inceptionV1 } from "./inception-v1.ts";
import { toLayersModel } from "./layers/to-layers-model.ts";
import { pooledMap } from "./pooled-map.ts";

const pooled = suite("pooledMap()");

const graph = inceptionV1({ widthMultiplier: 0.05, classes: 7, inputSize: 40 });
const weights = randomWeights(graph);

for (const map of ["inception_4a/concat", "inception_5b/concat"]) {
  pooled(`answers with the average of ${map}`, () => {
    const cut = pooledMap(graph, weights, map);
    assert.equal(
      [...cut.weights.keys()],
      weightSpecs(cut.graph).map(({ name }) => name),
    );
    const full = toLayersModel(graph, weights);
    const until = model({
      inputs: full.inputs,
      outputs: full.getLayer(map).output as SymbolicTensor,
    });
    const seen = toLayersModel(cut.graph, cut.weights);
    tidy(() => {
      const images = randomUniform([2, 40, 40, 3], 0, 1, "float32", 1);
      const wanted = softmax(mean(until.predict(images) as Tensor, [1, 2])).dataSync();
      const found = (seen.predict(images) as Tensor).dataSync();
      assert.is(found.length, wanted.length);
      for (const [at, value] of found.entries()) assert.ok(Math.abs(value - wanted[at]!) < 1e-6);
      assert.ok(new Set(found).size > 2);
    });
    full.dispose();
    seen.dispose();
  });
}

pooled("names the maps that there are", () => {
  assert.throws(
    () => pooledMap(graph, weights, "inception_9z/concat"),
    /at "inception_9z\/concat": it has no such feature map; wanted one such as inception_3a\/concat, /,
  );
  assert.throws(() => pooledMap(graph, weights, "main_out"), /no such feature map/);
});

pooled.run();
