import { mkdir, readFile, readdir, readlink, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "../testing/in-temporary-folder.ts";
import {
  openCheckpoints,
  type CheckpointName,
  type Checkpoints,
  type TrainingState,
} from "./checkpoints.ts";

const checkpoint = suite("Checkpoints");

const stateAt = (step: number): TrainingState => ({
  schemaVersion: 1,
  epoch: 2,
  stepInEpoch: 3,
  step,
  totals: [0.1, 1 / 3],
  seconds: 1.5,
  best: { epoch: 1, accuracy: 0.25 },
});

/** What TensorFlow would do: some files that begin with the prefix. */
async function save(prefix: string, text: string): Promise<void> {
  await writeFile(`${prefix}.data`, text);
}

async function add(
  to: Checkpoints,
  step: number,
  names: readonly CheckpointName[],
  text: string = String(step),
): Promise<void> {
  await save(await to.begin(step), text);
  await to.publish(stateAt(step), names);
}

checkpoint("Checkpoints.read() answers what was published, to the last bit", async () => {
  await inTemporaryFolder(async (folder) => {
    const checkpoints = await openCheckpoints(join(folder, "checkpoints"));
    assert.is(await checkpoints.read("last"), undefined);
    await add(checkpoints, 7, ["last"]);
    const last = await checkpoints.read("last");
    assert.equal(last!.state, stateAt(7));
    assert.is(await readFile(`${last!.prefix}.data`, "utf8"), "7");
    assert.is(await checkpoints.read("best"), undefined);
  });
});

checkpoint("Checkpoints.publish() moves the names and removes what none points at", async () => {
  await inTemporaryFolder(async (folder) => {
    const checkpoints = await openCheckpoints(folder);
    await add(checkpoints, 10, ["last", "best"]);
    await add(checkpoints, 20, ["last"]);
    await add(checkpoints, 30, ["last"]);
    assert.equal((await readdir(folder)).toSorted(), [
      "best",
      "last",
      "step-00000010",
      "step-00000030",
    ]);
    assert.is(await readlink(join(folder, "best")), "step-00000010");
    await add(checkpoints, 40, ["last", "best"]);
    assert.equal((await readdir(folder)).toSorted(), ["best", "last", "step-00000040"]);
    assert.is((await checkpoints.read("best"))!.state.step, 40);
  });
});

checkpoint(
  "Checkpoints.begin() leaves the previous one to a run killed before publish()",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const killed = await openCheckpoints(folder);
      await add(killed, 10, ["last", "best"]);
      await save(await killed.begin(20), "half");
      assert.is((await killed.read("last"))!.state.step, 10);

      const resumed = await openCheckpoints(folder);
      assert.equal((await readdir(folder)).toSorted(), ["best", "last", "step-00000010"]);
      assert.is((await resumed.read("last"))!.state.step, 10);
    });
  },
);

checkpoint(
  "Checkpoints.publish() of a step that is there keeps the old one until the end",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const checkpoints = await openCheckpoints(folder);
      await add(checkpoints, 10, ["last", "best"], "old");
      const prefix = await checkpoints.begin(10);
      const { prefix: before } = (await checkpoints.read("last"))!;
      await save(prefix, "new");
      assert.is(await readFile(`${before}.data`, "utf8"), "old");

      await checkpoints.publish(stateAt(10), ["last"]);
      const [last, best] = [await checkpoints.read("last"), await checkpoints.read("best")];
      assert.is(await readFile(`${last!.prefix}.data`, "utf8"), "new");
      assert.is(await readFile(`${best!.prefix}.data`, "utf8"), "old");
    });
  },
);

checkpoint("openCheckpoints() clears what a kill at any moment of publish() leaves", async () => {
  await inTemporaryFolder(async (folder) => {
    await add(await openCheckpoints(folder), 10, ["last", "best"]);
    // Put in place, but no name points at it yet; and a name half made.
    await mkdir(join(folder, "step-00000020"));
    await symlink("step-00000020", join(folder, "last.partial"));

    const resumed = await openCheckpoints(folder);
    assert.is((await resumed.read("last"))!.state.step, 10);
    await add(resumed, 20, ["last"]);
    assert.equal((await resumed.read("last"))!.state, stateAt(20));
    const present = await readdir(folder);
    assert.is(present.length, 4, present.join(" "));
  });
});

checkpoint.run();
