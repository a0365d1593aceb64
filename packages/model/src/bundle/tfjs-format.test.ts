import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
// oxlint-disable-next-line import/no-unassigned-import -- registers the backend
import "@tensorflow/tfjs-backend-cpu";
import { memory, randomUniform, tidy } from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { testFacts } from "../../test/manifest.ts";
import { randomWeights } from "../../test/random-weights.ts";
import { inceptionV1 } from "../inception-v1.ts";
import { layersWeights } from "../layers-weights.ts";
import { toLayersModel } from "../to-layers-model.ts";
import { BundleError } from "./bundle-error.ts";
import { encodeBundle } from "./encode-bundle.ts";
import type { BundleFacts } from "./encode-bundle.ts";
import { readBundle } from "./read-bundle.ts";
import type { Bundle } from "./read-bundle.ts";
import { encodeLayersModel, loadBundleModel } from "./tfjs-format.ts";

const format = suite("encodeLayersModel()");

const graph = inceptionV1({ widthMultiplier: 0.05, classes: 3, inputSize: 40, heads: "main" });
const weights = randomWeights(graph);

async function encodeOnce(): Promise<Map<string, Uint8Array>> {
  const model = toLayersModel(graph, weights);
  const contents = await encodeLayersModel(model);
  model.dispose();
  return new Map(contents.map(({ path, bytes }) => [path, bytes]));
}

async function bundleOf(facts: BundleFacts): Promise<Bundle> {
  const model = toLayersModel(graph, weights);
  const files = await encodeBundle(facts, await encodeLayersModel(model));
  model.dispose();
  return readBundle(async (path) => files.get(path)!);
}

function scores(model: LayersModel): Float32Array {
  return tidy(() => {
    const pictures = randomUniform([2, 40, 40, 3], 0, 1, "float32", 5);
    return (model.predict(pictures) as Tensor).dataSync<"float32">();
  });
}

format("gives the same bytes for the same model", async () => {
  assert.equal(await encodeOnce(), await encodeOnce());
});

format("gives what plain tf.loadLayersModel reads over HTTP, bit for bit", async () => {
  const files = await encodeOnce();
  const server = createServer((request, response) => {
    response.end(files.get(request.url?.slice(1) ?? ""));
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

format("comes back by loadBundleModel(), bit for bit, and leaks no tensor", async () => {
  const before = memory().numTensors;
  const model = await loadBundleModel(await bundleOf(testFacts()));
  assert.equal(await layersWeights(model, graph), weights);
  assert.equal(model.outputNames, ["main_out"]);
  model.dispose();
  assert.is(memory().numTensors, before);
});

format("is refused by loadBundleModel() where the manifest describes another network", async () => {
  const before = memory().numTensors;
  const bundle = await bundleOf(testFacts(4, 56));
  await loadBundleModel(bundle).then(
    () => assert.unreachable(),
    (error: unknown) => {
      assert.instance(error, BundleError);
      assert.equal((error as BundleError).problems, [
        "model.json has input shape [40, 40, 3], wanted [56, 56, 3]",
        "model.json has output shape [3], wanted [4]",
      ]);
    },
  );
  assert.is(memory().numTensors, before);
});

format("is refused by loadBundleModel() where it is no network, or is missing", async () => {
  const { manifest, files } = await bundleOf(testFacts());
  const broken = new Map(files).set("model.json", new TextEncoder().encode("{}"));
  const short = new Map(files).set("weights.bin", new Uint8Array(16));
  const missing = new Map<string, Uint8Array>();
  for (const replaced of [broken, short, missing]) {
    await loadBundleModel({ manifest, files: replaced }).then(
      () => assert.unreachable(),
      (error: unknown) => assert.instance(error, BundleError),
    );
  }
});

format.run();
