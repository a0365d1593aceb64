import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isProcessAlive, processStart } from "./process-identity.ts";

const identity = suite("process identity");

const NO_PROCESS = 2 ** 22 + 1; // Above Linux's and macOS's highest number of a process.

identity("isProcessAlive() knows another process, and not itself", () => {
  assert.ok(isProcessAlive(process.ppid));
  assert.ok(isProcessAlive(process.ppid, processStart(process.ppid)));
  for (const pid of [process.pid, NO_PROCESS, 0, -1, Number.NaN])
    assert.not.ok(isProcessAlive(pid));
});

identity("isProcessAlive() tells a process from another one of its number", () => {
  const isKnown = processStart() !== undefined;
  assert.is(isProcessAlive(process.ppid, "another-boot.4711"), !isKnown);
  assert.is(processStart(NO_PROCESS), undefined);
  if (process.platform === "linux") assert.match(processStart()!, /^[\da-f-]{36}\.\d+$/);
});

identity.run();
