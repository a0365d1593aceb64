import { spawn } from "node:child_process";
import { once } from "node:events";
import { readlink, symlink } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "../testing/in-temporary-folder.ts";
import { rejectionOf } from "../testing/rejection-of.ts";
import { lockRun } from "./run-lock.ts";

const lock = suite("lockRun()");

lock("refuses a run on which another process is at work, until that has ended", async () => {
  await inTemporaryFolder(async (folder) => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    try {
      await symlink(String(other.pid), join(folder, "lock"));
      const { message } = await rejectionOf(lockRun(folder));
      assert.match(message, `process ${other.pid} is at work on it; wait until it has ended`);
    } finally {
      other.kill("SIGKILL");
      await once(other, "exit");
    }
    const unlock = await lockRun(folder);
    assert.is(await readlink(join(folder, "lock")), String(process.pid));
    await unlock();
    await rejectionOf(readlink(join(folder, "lock")));
  });
});

lock.run();
