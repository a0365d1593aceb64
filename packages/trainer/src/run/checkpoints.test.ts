import {
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { isWhole, type Checkpoint } from "./checkpoint-folder.ts";
import { bestOf, newestCheckpointName, openCheckpoints, type Checkpoints } from "./checkpoints.ts";
import type { TrainingState } from "./training-state.ts";

const checkpoint = suite("Checkpoints");

/** After `epoch` epochs of ten steps. */
const stateAfter = (epoch: number, best: number): TrainingState => ({
  schemaVersion: 1,
  epoch,
  stepInEpoch: 0,
  step: 10 * epoch,
  totals: [0.1, 1 / 3],
  seconds: 1.5,
  best: { epoch: best, accuracy: 0.25 },
});

/** What TensorFlow would do: files that begin with the prefix. */
async function save(prefix: string, text: string): Promise<void> {
  await writeFile(`${prefix}.index`, "index");
  await writeFile(`${prefix}.data-00000-of-00001`, text);
}

/** @param best from 0; by default the epoch itself. */
async function add(target: Checkpoints, epoch: number, best = epoch - 1, text = ""): Promise<void> {
  await save(await target.begin(10 * epoch), text || String(epoch));
  await target.publish(stateAfter(epoch, best));
}

async function wholeOnes(checkpoints: Checkpoints): Promise<Checkpoint[]> {
  return (await checkpoints.list()).filter(isWhole);
}

async function contentOf({ prefix }: Checkpoint): Promise<string> {
  return readFile(`${prefix}.data-00000-of-00001`, "utf8");
}

async function names(checkpoints: Checkpoints): Promise<string[]> {
  return (await checkpoints.list()).map(({ name }) => name);
}

checkpoint("Checkpoints.list() answers what was published, to the last bit", async () => {
  await inTemporaryFolder(async (folder) => {
    const checkpoints = await openCheckpoints(join(folder, "checkpoints"));
    assert.equal(await checkpoints.list(), []);
    await add(checkpoints, 1);
    const [only] = await wholeOnes(checkpoints);
    assert.equal(only!.state, stateAfter(1, 0));
    assert.is(await contentOf(only!), "1");
  });
});

checkpoint("Checkpoints.publish() keeps the newest, the one before and the best", async () => {
  await inTemporaryFolder(async (folder) => {
    const checkpoints = await openCheckpoints(folder);
    await add(checkpoints, 1);
    for (const epoch of [2, 3, 4]) await add(checkpoints, epoch, 0);
    assert.equal(await names(checkpoints), ["step-00000040", "step-00000030", "step-00000010"]);
    assert.is(bestOf(await checkpoints.list())!.state.step, 10);
    await add(checkpoints, 5);
    assert.equal((await readdir(folder)).toSorted(), ["step-00000040", "step-00000050"]);
    assert.is(bestOf(await checkpoints.list())!.state.step, 50);
  });
});

checkpoint("Checkpoints are found however they were copied", async () => {
  await inTemporaryFolder(async (folder) => {
    const run = join(folder, "run");
    await mkdir(run);
    const original = await openCheckpoints(join(run, "checkpoints"));
    for (const epoch of [1, 2]) await add(original, epoch, 0);
    // As a former version left it: links name the newest and the best.
    await symlink("step-00000020", join(run, "checkpoints", "last"));
    await symlink("step-00000010", join(run, "checkpoints", "best"));
    const copies = {
      "with links": (from: string, to: string) =>
        cp(from, to, { recursive: true, verbatimSymlinks: true }),
      "links followed": (from: string, to: string) =>
        cp(from, to, { recursive: true, dereference: true }),
      "without links": (from: string, to: string) =>
        cp(from, to, { recursive: true, filter: (path) => !/(last|best)$/.test(path) }),
    };
    for (const [how, copy] of Object.entries(copies)) {
      const target = join(folder, how);
      await copy(run, target);
      const checkpoints = await openCheckpoints(join(target, "checkpoints"));
      const [newest] = await wholeOnes(checkpoints);
      assert.is(newest!.name, "step-00000020", how);
      assert.is(bestOf(await checkpoints.list())!.state.step, 10, how);
      await add(checkpoints, 3, 0);
      const steps = (await wholeOnes(checkpoints)).map(({ state }) => state.step);
      assert.equal([...new Set(steps)], [30, 20, 10], how);
      assert.not.ok((await readdir(join(target, "checkpoints"))).includes("last"), how);
    }
  });
});

checkpoint("Checkpoints.list() says what is wrong with a damaged one, and keeps it", async () => {
  await inTemporaryFolder(async (folder) => {
    const fileOf = (name: string): string => join(folder, "step-00000020", name);
    const damages: readonly [damage: () => Promise<void>, fault: string][] = [
      [() => truncate(fileOf("state.json"), 40), "its state.json is truncated or damaged"],
      [() => writeFile(fileOf("state.json"), "null"), "its state.json is truncated or damaged"],
      [() => rename(fileOf("state.json"), join(folder, "elsewhere")), "its state.json is missing"],
      [
        () => truncate(fileOf("variables.data-00000-of-00001"), 3),
        "its variables.data-00000-of-00001 has 3 of 11 bytes",
      ],
      [
        () => rename(fileOf("variables.index"), join(folder, "there")),
        "its variables.index is missing",
      ],
    ];
    for (const [damage, fault] of damages) {
      const checkpoints = await openCheckpoints(folder);
      await checkpoints.setAside(await names(checkpoints));
      await add(checkpoints, 1);
      await add(checkpoints, 2, 0, "two epochs.");
      await damage();
      const [newest, before] = await checkpoints.list();
      assert.equal(newest, { name: "step-00000020", fault });
      assert.is(before!.name, "step-00000010");
      await add(checkpoints, 3, 0);
      assert.ok((await names(checkpoints)).includes("step-00000020"), fault);
    }
  });
});

checkpoint(
  "Checkpoints.setAside() takes checkpoints out of sight, and removes nothing",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const checkpoints = await openCheckpoints(folder);
      for (let again = 0; again < 2; again += 1) {
        for (const epoch of [1, 2]) await add(checkpoints, epoch, 0);
        await checkpoints.setAside(["step-00000020"]);
      }
      await add(checkpoints, 2, 0);
      const aside = (await readdir(folder)).filter((name) => name.includes("aside"));
      assert.equal(aside.toSorted(), ["step-00000020.aside", "step-00000020.aside-2"]);
      assert.ok((await names(checkpoints)).every((name) => !name.includes("aside")));
    });
  },
);

checkpoint(
  "Checkpoints.begin() leaves what was before to a run killed before publish()",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const killed = await openCheckpoints(folder);
      await add(killed, 1);
      await save(await killed.begin(20), "half");
      assert.equal(await names(killed), ["step-00000010"]);
      const resumed = await openCheckpoints(folder);
      assert.equal(await readdir(folder), ["step-00000010"]);
      assert.is((await wholeOnes(resumed))[0]!.state.step, 10);
    });
  },
);

checkpoint("Checkpoints.publish() of a step that is there keeps the old one", async () => {
  await inTemporaryFolder(async (folder) => {
    const checkpoints = await openCheckpoints(folder);
    await add(checkpoints, 1, 0, "old");
    await add(checkpoints, 1, 0, "new");
    const [newest, before] = await wholeOnes(checkpoints);
    assert.is(await contentOf(newest!), "new");
    assert.is(await contentOf(before!), "old");
  });
});

checkpoint("newestCheckpointName() goes by the step and then by the number behind it", () => {
  const folders = [
    "step-00000020-2",
    "step-00000020-10",
    "step-00000020",
    "step-00000003",
    "latest",
  ];
  assert.is(newestCheckpointName(folders), "step-00000020-10");
  assert.is(newestCheckpointName(["step-00000020.partial", "best"]), undefined);
});

checkpoint.run();
