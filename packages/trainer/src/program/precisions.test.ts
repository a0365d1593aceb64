import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PRECISIONS, type Precision } from "@inception-edge/tensorflow";
import { losses, withSession, type Options } from "../../test/narrow-steps.ts";

const precisions = suite("trainingProgram(), precisions");

/** Everything random at once. */
const random: Options = {
  normalization: "batch",
  dropout: { main: 0.4, aux: 0.7 },
  augmentation: { kind: "affine", rotationDegrees: 20, shift: 0.2, flip: true },
};

async function firstLosses(options: Options): Promise<number[]> {
  let found: number[] = [];
  await withSession(options, async (narrow) => {
    found = await losses(narrow, 0, 10);
  });
  return found;
}

for (const precision of PRECISIONS) {
  precisions(
    `trainingProgram() gives the same first ten losses for the same seed, ${precision}`,
    async () => {
      const first = await firstLosses({ ...random, precision });
      assert.equal(await firstLosses({ ...random, precision }), first);
      const other = await firstLosses({ ...random, precision, seed: 2 });
      assert.ok(other.every((loss, step) => loss !== first[step]));
    },
  );
}

for (const precision of ["bf16", "f16"] as const) {
  precisions(`trainingProgram() in ${precision} follows float32`, async () => {
    const [f32, narrower] = [await firstLosses({}), await firstLosses({ precision })];
    for (const [step, loss] of narrower.entries()) {
      assert.ok(Math.abs(loss / f32[step]! - 1) < 0.02, `step ${step}: ${loss}, f32: ${f32[step]}`);
    }
    assert.not.equal(narrower, f32);
  });
}

/** The mean loss of the last ten of 60 steps. */
async function learnedLoss(precision: Precision): Promise<number> {
  const optimizer = { kind: "muon", momentum: 0.9 } as const;
  let found: number[] = [];
  await withSession({ normalization: "batch", optimizer, precision }, async (narrow) => {
    found = await losses(narrow, 0, 60);
  });
  return found.slice(-10).reduce((sum, loss) => sum + loss / 10, 0);
}

precisions("trainingProgram() in f16 learns as much as in f32", async () => {
  const [f32, f16] = [await learnedLoss("f32"), await learnedLoss("f16")];
  assert.ok(f32 < 2.8, `f32: ${f32}`); // 3.8 in the first ten steps
  assert.ok(Math.abs(f16 / f32 - 1) < 0.1, `f16: ${f16}, f32: ${f32}`);
});

precisions.run();
