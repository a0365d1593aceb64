import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { writeDemoDataset } from "@inception-edge/dataset";
import { ensureTensorFlow } from "@inception-edge/tensorflow";
import { freePorts } from "@inception-edge/testing/free-ports";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { startTrainer, type Trainer } from "../../test/start-trainer.ts";
import { checkpointFrom, stepLosses } from "../../test/watch-run.ts";
import { readRunConfig } from "../run/run-config.ts";

const lost = suite("--workers, one of which is killed");

/** 54 training images in batches of 8. */
const STEPS = 6;
/** The 30 s that are promised, and what a busy machine may add. */
const LOST_MS = 60_000;

process.env["TF_NUM_INTRAOP_THREADS"] = "1"; // of the trainers, which inherit it

lost("ends the other one; both resume to the uninterrupted run's losses, bit for bit", async () => {
  await ensureTensorFlow();
  await inTemporaryFolder(async (folder) => {
    await writeDemoDataset(join(folder, "images"), { trainPerClass: 6, valPerClass: 1 });
    const workers = async (flags: string): Promise<readonly [Trainer, Trainer]> => {
      const addresses = (await freePorts(2)).map((port) => `localhost:${port}`).join(",");
      const start = (rank: number): Trainer =>
        startTrainer(`${flags} --workers ${addresses} --rank ${rank}`.split(" "), folder);
      return [start(0), start(1)];
    };
    const fresh = "--dataset images --recipe smoke --precision f32";

    const killed = await workers(`${fresh} --checkpoint-seconds 0 --out killed`);
    const run = join(folder, "killed");
    const checkpoint = await checkpointFrom(1, run, killed[0].ended);
    await setTimeout(Math.random() * 1000);
    const victim = Math.random() < 0.5 ? 0 : 1;
    const at = Date.now();
    killed[victim].kill("SIGKILL");
    const { code, stderr } = await killed[1 - victim]!.ended;
    assert.is(code, 1, stderr);
    assert.ok(Date.now() - at < LOST_MS, `it took ${Date.now() - at} ms`);
    const name = `worker ${victim} \\(localhost:\\d+\\)`;
    assert.match(stderr, new RegExp(`Cannot continue: ${name} no longer answers; .*--resume`));
    const steps = (await stepLosses(run)).size;
    assert.ok(steps < STEPS, `killed before the end, after ${steps} steps`);

    const resumed = await workers("--resume --out killed");
    const whole = await workers(`${fresh} --out whole`);
    for (const { ended } of [...resumed, ...whole]) {
      assert.is((await ended).code, 0, (await ended).stderr);
    }
    assert.match((await whole[1].ended).stdout, /^Worker 1 of 2: smoke on .*, 4 of 8 images/m);
    const expected = await stepLosses(join(folder, "whole"));
    assert.is(expected.size, STEPS);
    const losses = await stepLosses(run);
    const differing = [...expected].filter(([step, loss]) => losses.get(step) !== loss);
    assert.equal(differing, [], `checkpoint ${checkpoint}, ${victim} killed after ${steps}`);
    const [theirs, ours] = await Promise.all(
      ["killed", "whole"].map((each) => readFile(join(folder, each, "bundle/weights.bin"))),
    );
    assert.ok(ours!.equals(theirs!), "the same weights");
    assert.match((await readRunConfig(run)).hardware!, /^2 workers, each \d+ threads of /);

    // Further, with another number of workers.
    const alone = startTrainer("--resume --epochs 2 --out killed".split(" "), folder);
    while ((await stepLosses(run)).size === STEPS) {
      const isOver = await Promise.race([alone.ended.then(() => true), setTimeout(50, false)]);
      if (isOver) break;
    }
    alone.kill("SIGINT");
    const { stdout } = await alone.ended;
    assert.match(stdout, /Stopped after/);
    assert.match((await readRunConfig(run)).hardware!, /^2 workers, .*, then \d+ threads of /);
  });
});

lost.run();
