import { suite } from "uvu";
import * as assert from "uvu/assert";
import { foldBatchNorm, type Weights } from "@inception-edge/model";
import { difference } from "@inception-edge/testing/difference";
import { randomWeights } from "@inception-edge/testing/networks/random-weights";
import { IMAGES } from "../../test/narrow-session.ts";
import { withSession } from "../../test/narrow-steps.ts";
import { restoreNormalization } from "./restore-normalization.ts";

const test = suite("restoreNormalization()");

const images = Int32Array.from({ length: IMAGES }, (_, index) => index);

test("gives back the outputs of the network that has it folded in", async () => {
  let folded: Weights = new Map();
  let restored = new Map<string, Float32Array>();
  await withSession({ normalization: "batch" }, async ({ model, session }) => {
    folded = foldBatchNorm(model, randomWeights(model)).weights;
    await session.load(folded);
    await restoreNormalization(session, model, folded);
    await session.estimateStatistics();
    restored = await session.evaluate(images);
  });
  await withSession({ normalization: "bias" }, async ({ session }) => {
    await session.load(folded);
    for (const [output, logits] of await session.evaluate(images)) {
      const error = difference(restored.get(output)!, logits);
      assert.ok(error < 1e-3, `${output}: ${error}`);
    }
  });
});

test.run();
