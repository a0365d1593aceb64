import { cp, readdir, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { writeDemoDataset } from "@inception-edge/dataset";
import { ensureTensorFlow } from "@inception-edge/tensorflow";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { startTrainer, type Ended } from "../../test/start-trainer.ts";

const resume = suite("--resume of a run that was moved or damaged");

/** RestoreV2 takes every special character in it for a pattern. */
const HOSTILE_NAME = "run[1] *\\?";

resume("--resume continues from what is left, or says what to do, and loses nothing", async () => {
  await ensureTensorFlow();
  await inTemporaryFolder(async (folder) => {
    await writeDemoDataset(join(folder, "images"), { trainPerClass: 10, valPerClass: 1 });
    const start = (...args: readonly string[]): Promise<Ended> => startTrainer(args, folder).ended;
    const first = await start(
      ..."--dataset images --recipe smoke --input-size 64 --epochs 2 --out run".split(" "),
    );
    assert.is(first.code, 0, first.stderr);
    const checkpoints = (await readdir(join(folder, "run", "checkpoints"))).toSorted();
    assert.equal(checkpoints, ["step-00000011", "step-00000022"]);
    const links = await readdir(join(folder, "run"), { withFileTypes: true, recursive: true });
    assert.equal(
      links.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name),
      [],
      "no link that a copy would lose",
    );

    /** Refused with `message`, and every file of the run as it was. */
    async function refused(
      run: string,
      message: RegExp,
      ...more: readonly string[]
    ): Promise<void> {
      const before = await contents(join(folder, run));
      const { code, stderr } = await start("--resume", "--out", run, ...more);
      assert.is(code, 1, stderr);
      assert.match(stderr.trim(), message);
      assert.not.match(stderr, /^ +at /m);
      assert.equal(await contents(join(folder, run)), before, String(message));
    }
    const copy = (name: string): Promise<void> =>
      cp(join(folder, "run"), join(folder, name), { recursive: true });

    await copy("lost");
    await rm(join(folder, "lost/checkpoints"), { recursive: true });
    await refused(
      "lost",
      /its log has 2 epochs, but there is no checkpoint; if this is a copy, copy/,
      "--epochs",
      "3",
    );

    await copy("behind");
    await rm(join(folder, "behind/checkpoints/step-00000022"), { recursive: true });
    await writeFile(join(folder, "behind/training_log.csv"), await threeEpochs(folder));
    await refused("behind", /log has 3 epochs, but its newest checkpoint is at step 11, after/);

    await copy("cut");
    await truncate(join(folder, "cut/checkpoints/step-00000022/state.json"), 50);
    await refused(
      "cut",
      /"step-00000022" .*: its state.json is truncated or damaged; .*--checkpoint step-00000011 \(step 11, after epoch 1/,
    );
    await copy("flipped");
    const data = join(folder, "flipped/checkpoints/step-00000022/variables.data-00000-of-00001");
    const bytes = await readFile(data);
    bytes.fill(1, bytes.length / 2, bytes.length / 2 + 64);
    await writeFile(data, bytes);
    await refused("flipped", /"step-00000022" .*hecksum.*--checkpoint step-00000011/s);

    await refused(
      "run",
      /the run has already started epoch 2; give --epochs 2 or more$/,
      "--epochs",
      "1",
    );
    await rename(join(folder, "images"), join(folder, "moved"));
    await refused("run", /the run's dataset is no longer at ".*images"; .*--dataset$/);
    await writeDemoDataset(join(folder, "others"), { trainPerClass: 10, valPerClass: 2 });
    await refused(
      "run",
      /"[^"]*others" has changed since the run started; give/,
      "--dataset",
      "others",
    );

    // Continued from the checkpoint before, in a folder with a difficult name, with moved images, for more epochs.
    await rename(join(folder, "cut"), join(folder, HOSTILE_NAME));
    const log = await readFile(join(folder, "run", "training_log.csv"), "utf8");
    const flags = "--resume --checkpoint step-00000011 --dataset moved --epochs 3 --out".split(" ");
    const ended = await start(...flags, HOSTILE_NAME);
    assert.is(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /^Set aside: step-00000022$/m);
    const gone = join(folder, HOSTILE_NAME);
    const rows = (await readFile(join(gone, "training_log.csv"), "utf8")).trim().split("\n");
    assert.is(rows.length, 1 + 3);
    assert.is(rows[1], log.split("\n")[1], "the first epoch's row is as it was");
    assert.ok((await readdir(join(gone, "checkpoints"))).includes("step-00000022.aside"));
    assert.ok((await readdir(gone)).includes("bundle"));
    const config = JSON.parse(await readFile(join(gone, "config.json"), "utf8"));
    assert.is(config.dataset.root, join(folder, "moved"));
    assert.is(config.recipe.epochs, 3);
    assert.equal([config.recipe.inputSize, config.dataset.storedSize], [64, 72]);
    const { input } = JSON.parse(await readFile(join(gone, "bundle/manifest.json"), "utf8"));
    assert.equal([input.size, input.storedSize], [64, 72]);
  });
});

/** Every file below `run` with its content, except the program, which is written each time. */
async function contents(run: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(run, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || path.includes("/program/")) continue;
    found.set(path, (await readFile(path)).toString("latin1"));
  }
  return new Map([...found].toSorted());
}

/** The log of the run in `folder`, with a third epoch. */
async function threeEpochs(folder: string): Promise<string> {
  const log = await readFile(join(folder, "run", "training_log.csv"), "utf8");
  const last = log.trimEnd().split("\n").at(-1)!;
  return `${log}2${last.slice(1)}\n`;
}

resume.run();
