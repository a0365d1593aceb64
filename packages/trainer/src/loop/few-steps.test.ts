import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ensureTensorFlow } from "@inception-edge/tensorflow";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { startTrainer } from "../../test/start-trainer.ts";
import { writeSquares } from "../../test/write-squares.ts";
import type { EvaluationDocument } from "../evaluate/evaluation.ts";
import { readTrainingLog } from "../watchers/csv-log.ts";

const fewSteps = suite("a run of few steps");

fewSteps("a run of few steps is measured, and exported, as it was trained", async () => {
  await ensureTensorFlow();
  await inTemporaryFolder(async (folder) => {
    await writeSquares(join(folder, "squares"));
    // One step an epoch: a moving average would mostly be of weights that are no more.
    const flags = "--dataset squares --batch 32 --epochs 8 --precision f32 --out run";
    const { code, stderr } = await startTrainer(flags.split(" "), folder).ended;
    assert.is(code, 0, stderr);

    const run = join(folder, "run");
    const epochs = await readTrainingLog(run);
    const accuracies = epochs.map(({ metrics }) => metrics.held_out_main_out_accuracy);
    assert.ok(accuracies.length >= 6, String(accuracies));
    assert.ok(
      accuracies.slice(3).every((accuracy) => accuracy === 1),
      String(accuracies),
    );
    const text = await readFile(join(run, "evaluation.json"), "utf8");
    const { heldOut, val } = JSON.parse(text) as EvaluationDocument;
    assert.is(val.top1, 1);
    // Of the epochs with the best accuracy, the one with the least loss.
    const rights = epochs.filter(({ metrics }) => metrics.held_out_main_out_accuracy === 1);
    const least = Math.min(...rights.map(({ metrics }) => metrics.held_out_main_out_loss));
    assert.ok(Math.abs(heldOut.loss - least) < 1e-4, String(heldOut.loss));
  });
});

fewSteps.run();
