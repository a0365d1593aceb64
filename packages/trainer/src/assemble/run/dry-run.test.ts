import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { writeDemoDataset } from "@inception-edge/dataset";
import { ensureTensorFlow } from "@inception-edge/tensorflow";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { startTrainer } from "../../../test/start-trainer.ts";

const dryRun = suite("--dry-run");

dryRun("--dry-run learns one batch by heart and leaves nothing behind", async () => {
  await ensureTensorFlow();
  await inTemporaryFolder(async (folder) => {
    await writeDemoDataset(join(folder, "images"), { trainPerClass: 10, valPerClass: 1 });
    const flags = "--dataset images --recipe smoke --dry-run";
    const { code, stdout, stderr } = await startTrainer(flags.split(" "), folder).ended;
    assert.is(code, 0, stderr);
    assert.match(stdout, /^step 1: loss \d\.\d+, accuracy \d+ % \(chance: main_out loss 2\.30\)$/m);
    const [, learned] = /^Learned (\d+) % of one batch of 8$/m.exec(stdout)!;
    assert.ok(Number(learned) >= 90, stdout);
    assert.equal((await readdir(folder)).toSorted(), ["cache", "images"]);
  });
});

dryRun.run();
