import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BundleError, type Bundle, type BundleManifest } from "@inception-edge/bundle";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { bundleEvaluators } from "./bundle-evaluators.ts";

const evaluators = suite("bundleEvaluators()");

evaluators("refuses a bundle without weights for TensorFlow, and says how to get one", async () => {
  const file = { path: "model.tflite", bytes: 1, sha256: "0f".repeat(32), role: "tflite-float32" };
  // Only what is looked at before TensorFlow is asked for anything.
  const manifest = { name: "lite", files: [file] } as unknown as BundleManifest;
  const bundle: Bundle = { manifest, files: new Map() };
  const error = await rejectionOf(bundleEvaluators(bundle));
  assert.instance(error, BundleError);
  assert.match(
    error.message,
    /^Cannot use bundle: "lite" has no file with the role "tfjs-model" or "tfjs-weights", .*export --run DIR`$/,
  );
});

evaluators.run();
