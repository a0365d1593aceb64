import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, symlink, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { processStart } from "../processes/process-identity.ts";
import { whileLocked } from "./folder-lock.ts";

const lock = suite("whileLocked()");

const nothing = (): Promise<void> => Promise.resolve();

/** A process that lives until `work` is done. */
async function besideAnother(work: (pid: number) => Promise<void>): Promise<void> {
  const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  try {
    await work(other.pid!);
  } finally {
    other.kill("SIGKILL");
    await once(other, "exit");
  }
}

/** @param ageS seconds since its holder last touched it. */
async function leaveLock(folder: string, holder: unknown, ageS = 0): Promise<void> {
  const path = join(folder, "lock");
  await writeFile(path, JSON.stringify(holder));
  const touched = Date.now() / 1000 - ageS;
  await utimes(path, touched, touched);
}

lock("refuses a run on which another process is at work, until that has ended", async () => {
  await inTemporaryFolder(async (folder) => {
    await besideAnother(async (pid) => {
      await leaveLock(folder, {
        pid,
        host: hostname(),
        started: processStart(pid) ?? null,
      });
      const { message } = await rejectionOf(whileLocked(folder, nothing));
      assert.match(message, `process ${pid} is at work on it; wait until it has ended`);
    });
    await whileLocked(folder, async () => {
      assert.is(JSON.parse(await readFile(join(folder, "lock"), "utf8")).pid, process.pid);
      const { message } = await rejectionOf(whileLocked(join(folder, "nowhere"), nothing));
      assert.match(message, "ENOENT");
    });
    assert.equal(await readdir(folder), []);
  });
});

lock("takes over from a process whose number another one has got since", async () => {
  await inTemporaryFolder(async (folder) => {
    await besideAnother(async (pid) => {
      const started = process.platform === "linux" ? "another-boot.4711" : null;
      await leaveLock(folder, { pid, host: hostname(), started }, 60);
      await whileLocked(folder, nothing);
    });
    assert.equal(await readdir(folder), []);
  });
});

lock("believes another machine, or container, while it gives a sign of life", async () => {
  await inTemporaryFolder(async (folder) => {
    const holder = { pid: process.pid, host: "elsewhere", started: null };
    await leaveLock(folder, holder, 10);
    const { message } = await rejectionOf(whileLocked(folder, nothing));
    assert.match(message, `process ${process.pid} of "elsewhere" is at work on it`);
    await leaveLock(folder, holder, 60);
    await whileLocked(folder, nothing);
  });
});

lock("takes over what a kill, or a former version, has left", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "lock");
    const long = Date.now() / 1000 - 60;
    await writeFile(path, "");
    await utimes(path, long, long);
    await whileLocked(folder, nothing);
    await leaveLock(folder, { pid: 2 ** 30, host: hostname(), started: null });
    await whileLocked(folder, nothing);
    await leaveLock(folder, { pid: process.pid, host: hostname(), started: null });
    await whileLocked(folder, nothing);
    await symlink("4711", path); // a link to the process's number
    const { message } = await rejectionOf(whileLocked(folder, nothing));
    assert.match(message, "another process is at work on it");
  });
});

lock("gives the run back when the work fails", async () => {
  await inTemporaryFolder(async (folder) => {
    const { message } = await rejectionOf(
      whileLocked(folder, () => Promise.reject(new Error("no luck"))),
    );
    assert.is(message, "no luck");
    assert.equal(await readdir(folder), []);
  });
});

lock.run();
