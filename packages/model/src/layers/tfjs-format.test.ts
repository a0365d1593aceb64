// oxlint-disable-next-line import/no-unassigned-import -- registers the backend
import "@tensorflow/tfjs-backend-cpu";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { memory, randomUniform, tidy, type Tensor } from "@tensorflow/tfjs-core";
import { loadLayersModel, type LayersModel } from "@tensorflow/tfjs-layers";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { randomWeights } from "@inception-edge/testing/networks/random-weights";
import { inceptionV1 } from "../inception-v1.ts";
import { layersWeights } from "./layers-weights.ts";
import { decodeLayersModel, encodeLayersModel, type LayersModelFiles } from "./tfjs-format.ts";
import { toLayersModel } from "./to-layers-model.ts";

const format = suite("encodeLayersModel()");

const graph = inceptionV1({ widthMultiplier: 0.05, classes: 3, inputSize: 40, heads: "main" });
const weights = randomWeights(graph);

async function encodeOnce(): Promise<LayersModelFiles> {
  const model = toLayersModel(graph, weights);
  const files = await encodeLayersModel(model);
  model.dispose();
  return files;
}

function scores(model: LayersModel): Float32Array {
  return tidy(() => {
    const images = randomUniform([2, 40, 40, 3], 0, 1, "float32", 5);
    return (model.predict(images) as Tensor).dataSync<"float32">();
  });
}

format("gives the same bytes for the same model", async () => {
  assert.equal(await encodeOnce(), await encodeOnce());
});

format("gives what plain tf.loadLayersModel reads over HTTP, bit for bit", async () => {
  const files = await encodeOnce();
  const server = createServer((request, response) => {
    response.end(request.url === "/model.json" ? files.model : files.weights);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const loaded = await loadLayersModel(`http://127.0.0.1:${port}/model.json`);
  server.close();
  const built = toLayersModel(graph, weights);
  assert.equal(await layersWeights(loaded, graph), weights);
  assert.equal(scores(loaded), scores(built));
  loaded.dispose();
  built.dispose();
});

format("comes back by decodeLayersModel(), bit for bit, and leaks no tensor", async () => {
  const before = memory().numTensors;
  const model = await decodeLayersModel(await encodeOnce());
  assert.equal(await layersWeights(model, graph), weights);
  assert.equal(model.outputNames, ["main_out"]);
  model.dispose();
  assert.is(memory().numTensors, before);
});

format("comes back from the middle of a buffer", async () => {
  const { model, weights: bytes } = await encodeOnce();
  const within = Buffer.concat([new Uint8Array(3), bytes, new Uint8Array(5)]);
  const decoded = await decodeLayersModel({ model, weights: within.subarray(3, -5) });
  assert.equal(await layersWeights(decoded, graph), weights);
  decoded.dispose();
});

format.run();
