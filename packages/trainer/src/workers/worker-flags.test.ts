import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkShares } from "../assemble/choose-recipe.ts";
import { smoke } from "../recipes/smoke.ts";
import { withWorkers } from "./worker-flags.ts";

const test = suite("withWorkers()");

test("trains on the CPU, and keeps the other flags", () => {
  assert.equal(withWorkers({ epochs: 3 }), { epochs: 3, device: "cpu" });
});

test("refuses what is for one machine", () => {
  assert.throws(() => withWorkers({ folds: 5 }), /^Cannot use --folds with --workers: cross-/);
  assert.throws(() => withWorkers({ "dry-run": true }), /^Cannot use --dry-run with --workers/);
  assert.throws(() => withWorkers({ device: "gpu:1" }), /^Cannot use --device gpu:1 with/);
});

test("checkShares() refuses a batch that has no equal, even parts", () => {
  checkShares({ ...smoke, batchSize: 7 });
  checkShares({ ...smoke, batchSize: 12 }, 3);
  assert.throws(
    () => checkShares({ ...smoke, batchSize: 64 }, 3),
    /^Cannot train with 3 workers: a batch of 64 images .* --batch 66, /,
  );
});

test.run();
