// oxlint-disable-next-line import/no-unassigned-import -- registers the backend
import "@tensorflow/tfjs-backend-cpu";
import { memory } from "@tensorflow/tfjs-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  BundleError,
  encodeBundle,
  readBundle,
  type Bundle,
  type BundleFacts,
} from "@inception-edge/bundle";
import { inceptionV1 } from "@inception-edge/model";
import { encodeLayersModel, layersWeights, toLayersModel } from "@inception-edge/model/layers";
import { testFacts } from "@inception-edge/testing/bundles/test-facts";
import { randomWeights } from "@inception-edge/testing/networks/random-weights";
import { layersModelContents } from "../export/layers-model-contents.ts";
import { loadBundleModel } from "./load-bundle-model.ts";

const loading = suite("loadBundleModel()");

const graph = inceptionV1({ widthMultiplier: 0.05, classes: 3, inputSize: 40, heads: "main" });
const weights = randomWeights(graph);

async function bundleOf(facts: BundleFacts): Promise<Bundle> {
  const model = toLayersModel(graph, weights);
  const files = await encodeBundle(facts, layersModelContents(await encodeLayersModel(model)));
  model.dispose();
  return readBundle(async (path) => files.get(path)!);
}

loading("gives the model back, bit for bit, and leaks no tensor", async () => {
  const before = memory().numTensors;
  const model = await loadBundleModel(await bundleOf(testFacts()));
  assert.equal(await layersWeights(model, graph), weights);
  assert.equal(model.outputNames, ["main_out"]);
  model.dispose();
  assert.is(memory().numTensors, before);
});

loading("refuses one where the manifest describes another network", async () => {
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

loading("refuses a file that is not a network, or is missing", async () => {
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

loading.run();
