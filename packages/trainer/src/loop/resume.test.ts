import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { writeDemoDataset } from "@inception-edge/dataset";
import { ensureTensorFlow } from "@inception-edge/tensorflow";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { startTrainer, type Trainer } from "../../test/start-trainer.ts";
import { checkpointFrom, stepLosses } from "../../test/watch-run.ts";
import { readRunConfig } from "../run/run-config.ts";

const resume = suite("--resume");

const EPOCHS = 2;
/** 90 training images in batches of 8. */
const STEPS = EPOCHS * 11;

/** Epoch rows of the training log, without the columns that tell the time. */
async function epochRows(run: string): Promise<string[][]> {
  const text = await readFile(join(run, "training_log.csv"), "utf8");
  const rows = text.trim().split("\n");
  return rows.map((row) => row.split(",").filter((_, column) => column !== 2 && column !== 3));
}

resume(
  "--resume after SIGKILL inside an epoch ends as the uninterrupted run, bit for bit",
  async () => {
    await ensureTensorFlow();
    await inTemporaryFolder(async (folder) => {
      await writeDemoDataset(join(folder, "images"), { trainPerClass: 10, valPerClass: 1 });
      const start = (out: string, ...more: readonly string[]): Trainer => {
        const flags = `--dataset images --recipe smoke --epochs ${EPOCHS} --device cpu --out ${out}`;
        return startTrainer([...flags.split(" "), ...more], folder);
      };

      // A checkpoint after every step, so that even a fast machine has one inside the epoch.
      const killed = start("killed", "--checkpoint-seconds", "0");
      const run = join(folder, "killed");
      const checkpoint = await checkpointFrom(3, run, killed.ended);
      while ((await stepLosses(run)).size <= checkpoint) await setTimeout(5);
      killed.kill("SIGKILL");
      assert.is((await killed.ended).code, null);
      const lost = (await stepLosses(run)).size;
      assert.ok(lost < STEPS / EPOCHS, `killed inside an epoch: ${lost}`);
      // What a kill in the middle of saving would have left.
      await writeFile(join(run, "checkpoints", "step-00000099.partial"), "half");

      const resumed = await startTrainer("--resume --out killed".split(" "), folder).ended;
      assert.is(resumed.code, 0, resumed.stderr);
      assert.match(resumed.stdout, /^Device: CPU, \d+ threads of /m);
      assert.is((await readRunConfig(run)).device, "cpu");
      const whole = await start("whole").ended;
      assert.is(whole.code, 0, whole.stderr);

      const expected = await stepLosses(join(folder, "whole"));
      assert.is(expected.size, STEPS);
      const losses = await stepLosses(run);
      const differing = [...expected].filter(([step, loss]) => losses.get(step) !== loss);
      assert.equal(differing, [], `checkpoint at ${checkpoint}, killed after ${lost}`);
      assert.equal(await epochRows(run), await epochRows(join(folder, "whole")));
      const [theirs, ours] = await Promise.all(
        ["killed", "whole"].map((name) => readFile(join(folder, name, "bundle/weights.bin"))),
      );
      assert.ok(ours!.equals(theirs!), "the same weights");
    });
  },
);

resume.run();
