// oxlint-disable-next-line import/no-unassigned-import -- registers the backend
import "@tensorflow/tfjs-backend-cpu";
import { memory, randomUniform, tidy, type Tensor } from "@tensorflow/tfjs-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { randomWeights } from "@inception-edge/testing/networks/random-weights";
import { countParameters } from "../count-parameters.ts";
import { inceptionV1 } from "../inception-v1.ts";
import { layersWeights } from "./layers-weights.ts";
import { toLayersModel } from "./to-layers-model.ts";

const build = suite("toLayersModel()");

const narrow = { widthMultiplier: 0.05, classes: 7, inputSize: 40 } as const;

build("has the table's parameters at full width", () => {
  const model = toLayersModel(inceptionV1());
  assert.is(model.countParams(), 6_986_120);
  assert.equal(model.outputNames, ["main_out", "aux1", "aux2"]);
  model.dispose();
});

for (const heads of ["all", "main"] as const) {
  for (const normalization of ["bias", "batch"] as const) {
    build(`answers with distributions: ${heads} heads, ${normalization}`, () => {
      const graph = inceptionV1({ ...narrow, heads, normalization });
      const model = toLayersModel(graph, randomWeights(graph));
      assert.is(model.countParams(), countParameters(graph).total);
      assert.equal(model.outputNames, [...graph.outputs]);
      tidy(() => {
        const answer = model.predict(randomUniform([2, 40, 40, 3])) as Tensor | Tensor[];
        const outputs = [answer].flat() as Tensor[];
        assert.is(outputs.length, graph.outputs.length);
        for (const output of outputs) {
          assert.equal(output.shape, [2, 7]);
          const scores = [...output.dataSync()];
          assert.ok(scores.every((score) => score > 0 && score < 1));
          const sums = [0, 7].map((from) => scores.slice(from, from + 7).reduce((a, b) => a + b));
          for (const sum of sums) assert.ok(Math.abs(sum - 1) < 1e-6, `sum is ${sum}`);
        }
      });
      model.dispose();
    });
  }
}

build("gives every node's layer the node's shape", () => {
  const graph = inceptionV1({ ...narrow, normalization: "batch" });
  const model = toLayersModel(graph);
  for (const { name, shape } of graph.nodes) {
    assert.equal(model.getLayer(name).outputShape, [null, ...shape], name);
  }
  model.dispose();
});

for (const normalization of ["bias", "batch"] as const) {
  build(
    `keeps weights bit for bit, and their names when built twice: ${normalization}`,
    async () => {
      const graph = inceptionV1({ ...narrow, normalization });
      const weights = randomWeights(graph);
      const models = [toLayersModel(graph, weights), toLayersModel(graph, weights)];
      for (const model of models) {
        assert.equal(await layersWeights(model, graph), weights);
        model.dispose();
      }
    },
  );
}

build("draws fresh kernels without weights", async () => {
  const graph = inceptionV1(narrow);
  const model = toLayersModel(graph);
  const weights = await layersWeights(model, graph);
  const kernel = weights.get("conv1/7x7/kernel")?.values ?? [];
  assert.ok(new Set(kernel).size > kernel.length / 2);
  assert.ok(weights.get("conv1/7x7/bias")?.values.every((value) => value === 0));
  model.dispose();
});

build("names every missing or misshapen weight, before it makes a tensor", () => {
  const graph = inceptionV1(narrow);
  const weights = new Map(randomWeights(graph));
  weights.delete("aux1/fc/bias");
  weights.set("main_out/bias", { shape: [8], values: new Float32Array(8) });
  const before = memory().numTensors;
  assert.throws(
    () => toLayersModel(graph, weights),
    /"aux1\/fc\/bias" is missing; "main_out\/bias" is \[8\], wanted \[7\]/,
  );
  assert.is(memory().numTensors, before);
});

build("leaks no tensor", async () => {
  const graph = inceptionV1({ ...narrow, normalization: "batch" });
  const weights = randomWeights(graph);
  const before = memory().numTensors;
  const model = toLayersModel(graph, weights);
  const built = memory().numTensors;
  assert.is(built - before, weights.size);
  tidy(() => {
    model.predict(randomUniform([1, 40, 40, 3]));
  });
  await layersWeights(model, graph);
  assert.is(memory().numTensors, built);
  model.dispose();
  assert.is(memory().numTensors, before);
});

build.run();
