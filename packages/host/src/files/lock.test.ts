import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, symlink, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { processStart } from "../processes/process-identity.ts";
import { withLock } from "./lock.ts";

const lock = suite("withLock()");

const nothing = (): Promise<void> => Promise.resolve();

/** Takes the folder's lock, or fails with the holder. */
function take(folder: string, work = nothing): Promise<void> {
  return withLock(join(folder, "lock"), work, (holder) => {
    throw new Error(`held by ${holder}`);
  });
}

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

lock("names its holder until that process has ended", async () => {
  await inTemporaryFolder(async (folder) => {
    await besideAnother(async (pid) => {
      await leaveLock(folder, {
        pid,
        host: hostname(),
        started: processStart(pid) ?? null,
      });
      const { message } = await rejectionOf(take(folder, nothing));
      assert.match(message, `held by process ${pid}`);
    });
    await take(folder, async () => {
      assert.is(JSON.parse(await readFile(join(folder, "lock"), "utf8")).pid, process.pid);
      const { message } = await rejectionOf(take(join(folder, "nowhere"), nothing));
      assert.match(message, "ENOENT");
    });
    assert.equal(await readdir(folder), []);
  });
});

lock("takes over from a process whose id another process has now", async () => {
  await inTemporaryFolder(async (folder) => {
    await besideAnother(async (pid) => {
      const started = process.platform === "linux" ? "another-boot.4711" : null;
      await leaveLock(folder, { pid, host: hostname(), started }, 60);
      await take(folder, nothing);
    });
    assert.equal(await readdir(folder), []);
  });
});

lock("respects another machine or container while it keeps touching the lock", async () => {
  await inTemporaryFolder(async (folder) => {
    const holder = { pid: process.pid, host: "elsewhere", started: null };
    await leaveLock(folder, holder, 10);
    const { message } = await rejectionOf(take(folder, nothing));
    assert.match(message, `held by process ${process.pid} of "elsewhere"`);
    await leaveLock(folder, holder, 60);
    await take(folder, nothing);
  });
});

lock("takes over the lock of a killed process or of a former version", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "lock");
    const long = Date.now() / 1000 - 60;
    await writeFile(path, "");
    await utimes(path, long, long);
    await take(folder, nothing);
    await leaveLock(folder, { pid: 2 ** 30, host: hostname(), started: null });
    await take(folder, nothing);
    await leaveLock(folder, { pid: process.pid, host: hostname(), started: null });
    await take(folder, nothing);
    await symlink("4711", path); // a link to the process's number
    const { message } = await rejectionOf(take(folder, nothing));
    assert.match(message, "held by another process");
  });
});

lock("is released if the work fails", async () => {
  await inTemporaryFolder(async (folder) => {
    const { message } = await rejectionOf(take(folder, () => Promise.reject(new Error("no luck"))));
    assert.is(message, "no luck");
    assert.equal(await readdir(folder), []);
  });
});

lock("admits one at a time, also within one process", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "lock");
    const events: string[] = [];
    let waits = 0;
    const work = async (name: string): Promise<void> => {
      events.push(`${name} in`);
      await setTimeout(20);
      events.push(`${name} out`);
    };
    const wait = async (): Promise<void> => {
      waits += 1;
      await setTimeout(5);
    };
    await Promise.all(["a", "b"].map((name) => withLock(path, () => work(name), wait)));
    const order = events[0] === "a in" ? ["a", "b"] : ["b", "a"];
    assert.equal(
      events,
      order.flatMap((name) => [`${name} in`, `${name} out`]),
    );
    assert.ok(waits > 0);
  });
});

lock.run();
