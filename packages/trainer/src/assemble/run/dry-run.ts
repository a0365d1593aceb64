/**
 * `--dry-run`: builds everything that a run needs, then overfits one batch. A network that cannot do that is not worth
 * training for hours.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Flags, Invocation } from "@inception-edge/host";
import { dataOrder } from "../../loop/data-order.ts";
import type { Recipe } from "../../recipes/recipe.ts";
import { learningRateAt } from "../../recipes/schedule.ts";
import { openTraining } from "../open-training.ts";
import { modelOf } from "../recipe-options.ts";
import type { trainFlags } from "../train-flags.ts";
import { newRun } from "./new-run.ts";
import { loadBase, openBase } from "./start-from-base.ts";

const STEPS = 60;
/** Share of the batch that must be classified correctly in the end. */
const LEARNED = 0.9;

/** @throws {Error} when the batch is not learned */
export async function dryRun(
  flags: Flags<typeof trainFlags>,
  invocation: Invocation,
): Promise<void> {
  const { terminal, signal } = invocation;
  const scratch = await mkdtemp(join(tmpdir(), "inception-edge-dry-run-"));
  try {
    const run = await newRun({ ...flags, out: join(scratch, "run") }, invocation);
    const { packed, splits } = run;
    // The same images in every step: augmentation and dropout would prevent overfitting.
    const recipe: Recipe = {
      ...run.config.recipe,
      augmentation: { kind: "none" },
      dropout: { main: 0, aux: 0 },
    };
    const config = { ...run.config, recipe };
    const model = modelOf(recipe, packed.classes.length);
    const session = await openTraining({ ...run, config, model });
    try {
      const base = await openBase(run);
      if (base) await loadBase({ ...run, model }, base, session);
      const { batchSize, schedule } = recipe;
      const batch = dataOrder(splits.train, packed.labels, {
        batchSize,
        seed: config.seed,
        epoch: 0,
        balance: config.balance,
      }).batch(0);
      const accuracyIndex = 1 + model.outputs.length;
      let accuracy = 0;
      for (let step = 0; step < STEPS && accuracy < 1 && !signal.aborted; step += 1) {
        const metrics = await session.step(batch, step, learningRateAt(schedule, step, STEPS));
        accuracy = metrics[accuracyIndex]!;
        const line = `step ${step + 1}: loss ${metrics[0]!.toFixed(4)}, accuracy ${(100 * accuracy).toFixed(0)} %`;
        if (step === 0) {
          terminal.line(
            `${line} (chance: main_out loss ${Math.log(packed.classes.length).toFixed(2)})`,
          );
        } else terminal.progress(line);
      }
      terminal.line(`Learned ${(100 * accuracy).toFixed(0)} % of one batch of ${batchSize}`);
      if (!signal.aborted && accuracy < LEARNED) {
        throw new Error(
          `Cannot recommend this run: after ${STEPS} steps on one batch, only ${(100 * accuracy).toFixed(0)} % of it is learned; check the labels, or choose another --recipe`,
        );
      }
    } finally {
      await session.close();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
