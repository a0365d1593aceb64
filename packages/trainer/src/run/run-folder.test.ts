import { mkdir, readdir, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { checkLatest, createRunFolder, latestRun, openRunFolder } from "./run-folder.ts";

const folders = suite("createRunFolder()");

const now = new Date("2026-11-23T21:40:28.500Z");

folders("createRunFolder() names the folder by the time and links it as latest", async () => {
  await inTemporaryFolder(async (folder) => {
    const runs = join(folder, "runs");
    const first = await createRunFolder(runs, { out: undefined, now });
    assert.is(first.path, join(runs, "2026-11-23T21-40-28"));
    assert.is(first.checkpoints, join(first.path, "checkpoints"));
    const second = await createRunFolder(runs, { out: undefined, now });
    assert.is(second.path, `${first.path}-2`);
    assert.is(await readlink(join(runs, "latest")), "2026-11-23T21-40-28-2");
    assert.is((await openRunFolder(join(runs, "latest"))).path, second.path);
    assert.is((await readdir(runs)).length, 3);
  });
});

folders("createRunFolder() takes an --out that is new or empty, and links nothing", async () => {
  await inTemporaryFolder(async (folder) => {
    const runs = join(folder, "runs");
    const out = join(folder, "deep", "run");
    assert.is((await createRunFolder(runs, { out, now })).path, out);
    assert.is((await createRunFolder(runs, { out, now })).path, out);
    assert.equal(await readdir(folder), ["deep"]);
  });
});

folders("createRunFolder() refuses an --out with something in it, or a file", async () => {
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, "run.txt");
    await writeFile(file, "mine");
    const full = await rejectionOf(createRunFolder(folder, { out: folder, now }));
    assert.match(full.message, /^Cannot start a run in ".*": the folder is not empty; .*--resume/);
    const notFolder = await rejectionOf(createRunFolder(folder, { out: file, now }));
    assert.match(notFolder.message, /^Cannot start a run in ".*run\.txt": it is not a folder/);
    assert.equal(await readdir(folder), ["run.txt"]);
  });
});

folders("openRunFolder() goes behind links, and refuses what is not there", async () => {
  await inTemporaryFolder(async (folder) => {
    await mkdir(join(folder, "run"));
    await symlink("run", join(folder, "link"));
    assert.is((await openRunFolder(join(folder, "link"))).path, join(folder, "run"));
    for (const name of ["nothing", "file"]) {
      await writeFile(join(folder, "file"), "");
      const { message } = await rejectionOf(openRunFolder(join(folder, name)));
      assert.match(message, /^Cannot open the run ".*": there is no such folder/);
    }
  });
});

folders("openRunFolder() tells a link to itself from a folder that is not there", async () => {
  await inTemporaryFolder(async (folder) => {
    await symlink("loop", join(folder, "loop"));
    assert.match((await rejectionOf(openRunFolder(join(folder, "loop")))).message, "ELOOP");
  });
});

folders("latestRun() finds the newest run where a copy has lost the link to it", async () => {
  await inTemporaryFolder(async (runs) => {
    const link = join(runs, "latest");
    assert.is(await latestRun(runs), link, "where there is none");
    for (const [name, created] of [
      ["reference", "2026-11-24T10:00:00.000Z"],
      ["2026-11-25T08-00-00", "2026-11-25T08:00:00.000Z"],
      ["2026-11-23T21-40-28", "2026-11-23T21:40:28.000Z"],
    ] as const) {
      await mkdir(join(runs, name));
      await writeFile(
        join(runs, name, "config.json"),
        JSON.stringify({ schemaVersion: 1, created }),
      );
    }
    await mkdir(join(runs, "no run"));
    assert.is(await latestRun(runs), join(runs, "2026-11-25T08-00-00"));
    await symlink("reference", link);
    assert.is(await latestRun(runs), link);
    await rm(join(runs, "reference"), { recursive: true });
    assert.is(await latestRun(runs), join(runs, "2026-11-25T08-00-00"), "it points at nothing");
  });
});

folders("checkLatest() refuses a folder where the link should be", async () => {
  await inTemporaryFolder(async (runs) => {
    await checkLatest(join(runs, "nowhere"));
    await createRunFolder(runs, { out: undefined, now });
    await checkLatest(runs);
    await rm(join(runs, "latest"));
    await mkdir(join(runs, "latest"));
    const { message } = await rejectionOf(checkLatest(runs));
    assert.match(
      message,
      /^Cannot start a run in ".*": ".*latest" is a folder, .*; rename it, or give/,
    );
  });
});

folders.run();
