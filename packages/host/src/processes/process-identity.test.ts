import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isProcessAlive, processStart } from "./process-identity.ts";

const identity = suite("process identity");

const NO_PROCESS = 2 ** 22 + 1; // Above Linux's and macOS's highest number of a process.

identity("isProcessAlive() is true for another process, and not for itself", () => {
  assert.ok(isProcessAlive(process.ppid));
  assert.ok(isProcessAlive(process.ppid, processStart(process.ppid)));
  for (const pid of [process.pid, NO_PROCESS, 0, -1, Number.NaN])
    assert.not.ok(isProcessAlive(pid));
});

identity("isProcessAlive() distinguishes processes with the same id", () => {
  const isKnown = processStart() !== undefined;
  assert.is(isProcessAlive(process.ppid, "another-boot.4711"), !isKnown);
  assert.is(processStart(NO_PROCESS), undefined);
  if (process.platform === "linux") assert.match(processStart()!, /^[\da-f-]{36}\.\d+$/);
});

identity(
  "isProcessAlive() is false for a process that ended and was never waited for",
  async () => {
    if (process.platform !== "linux") return;
    // `exec` replaces the shell by a program that does not wait for the shell's child.
    const parent = spawn("sh", ["-c", "sleep 0.1 & echo $!; exec sleep 10"]);
    try {
      const [line] = (await once(parent.stdout, "data")) as [Buffer];
      const pid = Number(line);
      assert.ok(isProcessAlive(pid));
      while (isProcessAlive(pid)) await setTimeout(20);
      assert.is(process.kill(pid, 0), true); // it still has its number
    } finally {
      parent.kill();
    }
  },
);

identity.run();
