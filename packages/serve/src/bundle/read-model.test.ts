import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { BundleTensors } from "@inception-edge/bundle";
import { DEFAULT_LIMITS } from "@inception-edge/image";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { readTflite } from "@inception-edge/tflite";
import { tinyBundle } from "../../test/tiny-bundle.ts";
import { readModel } from "./read-model.ts";

const read = suite("readModel()");

/** Names of the tensors that a thread reads from the network. */
async function outputNames(
  tensors?: BundleTensors,
  { doubts = false }: { readonly doubts?: boolean } = {},
): Promise<readonly string[]> {
  const files = await tinyBundle({ ...(tensors && { tensors }), doubts });
  const settings = { MODEL_VARIANT: "auto" } as const;
  const { setup } = await readModel(async (path) => files.get(path)!, settings, {
    limits: DEFAULT_LIMITS,
  });
  const model = readTflite(new Uint8Array(setup.model));
  return model.outputs.map((index) => model.tensors[index]!.name);
}

read("finds logits and feature map in a bundle whose manifest does not name them", async () => {
  assert.equal(await outputNames(), ["main_out", "main_out/logits", "inception_5b/concat"]);
});

read("takes the logits and the feature map that the manifest names", async () => {
  const logits = { "tflite-float32": "global_pool" };
  assert.equal(await outputNames({ featureMap: "inception_5a/concat", logits }), [
    "main_out",
    "global_pool",
    "inception_5a/concat",
  ]);
});

read(
  "takes the map of the out-of-distribution score before the last one, if there is one",
  async () => {
    assert.equal(await outputNames(undefined, { doubts: true }), [
      "main_out",
      "main_out/logits",
      "pool3",
      "inception_5b/concat",
    ]);
  },
);

read(
  "refuses a manifest that names no logits for its file, or a tensor that is not there",
  async () => {
    const featureMap = "inception_5b/concat";
    const unnamed = await rejectionOf(outputNames({ featureMap, logits: {} }));
    assert.match(unnamed.message, "tensors.logits has no name for tflite-float32");
    const logits = { "tflite-float32": "none" };
    assert.match((await rejectionOf(outputNames({ featureMap, logits }))).message, 'expose "none"');
  },
);

read.run();
