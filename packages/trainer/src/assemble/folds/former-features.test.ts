import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { writePredictions } from "@inception-edge/dataset";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { formerFeatures } from "./former-features.ts";

const features = suite("formerFeatures()");

const image = (path: string): { path: string; label: number; fold: number } => ({
  path,
  label: 0,
  fold: 0,
});

features("are found by path, in the order that is asked for, or not at all", async () => {
  await inTemporaryFolder(async (folder) => {
    const predictions = join(folder, "predictions");
    assert.is(await formerFeatures(predictions, [image("a")]), undefined);
    const probe = {
      how: "linear probe, 3-fold",
      dataset: { name: "pets", root: "/pets", fingerprint: "0f" },
      classes: ["cat", "dog"].map((id) => ({ id, label: id })),
      images: ["a", "b", "c"].map(image),
      probabilities: Float32Array.of(1, 0, 0.5, 0.5, 0, 1),
    };
    await writePredictions(predictions, { ...probe, features: Float32Array.of(1, 2, 3, 4, 5, 6) });
    assert.equal(
      await formerFeatures(predictions, [image("c"), image("a")]),
      Float32Array.of(5, 6, 1, 2),
    );
    assert.is(await formerFeatures(predictions, [image("a"), image("d")]), undefined);
    await writePredictions(predictions, probe);
    assert.is(await formerFeatures(predictions, [image("a")]), undefined);
  });
});

features.run();
