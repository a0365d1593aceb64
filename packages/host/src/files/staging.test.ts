import { mkdir, readdir, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { processStart } from "../processes/process-identity.ts";
import { createStaging } from "./staging.ts";

const NO_PROCESS = 2 ** 22 + 1; // Above Linux's and macOS's highest number of a process.
const staging = suite("staging");

staging("createStaging() makes a folder with the usual permissions, and its parent", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = await createStaging(join(folder, "a/b"));
    assert.is((await stat(path)).mode & 0o777, 0o777 & ~process.umask());
  });
});

staging("createStaging() removes what dead processes left, and only that", async () => {
  await inTemporaryFolder(async (folder) => {
    const dead = `.staging_${hostname()}_${NO_PROCESS}_x`;
    const elsewhere = `.staging_another-host_${NO_PROCESS}_x`;
    const alive = `.staging_${hostname()}_${process.ppid}_${processStart(process.ppid) ?? ""}_x`;
    const former = `.staging_${hostname()}_${process.ppid}_x`; // of a version that told no start
    // Their numbers are of others by now.
    const reused = [process.ppid, process.pid].map(
      (pid) => `.staging_${hostname()}_${pid}_another-boot.4711_x`,
    );
    const known = processStart() === undefined ? reused : []; // where their beginnings are not told
    const mine = basename(await createStaging(folder));
    for (const name of [dead, elsewhere, alive, former, ...reused, "other"]) {
      await mkdir(join(folder, name));
    }
    const next = basename(await createStaging(folder));
    assert.equal(
      (await readdir(folder)).toSorted(),
      [elsewhere, alive, former, mine, next, "other", ...known].toSorted(),
    );
  });
});

staging.run();
