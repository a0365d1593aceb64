import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isProcessAlive } from "../../../packages/host/src/mod.ts";
import { runProgram, type Program } from "./run-program.ts";

const test = suite<{ folder: string }>("runProgram()");
test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "run-program-"));
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

/** What bash does with a script in `folder`, with the lines that it answered. */
async function bash(
  folder: string,
  script: string,
  options: Partial<Program> = {},
): Promise<{ code: number | null; isLate: boolean; lines: readonly string[] }> {
  const lines: string[] = [];
  const { code, isLate } = await runProgram({
    command: ["bash", "-c", script],
    directory: folder,
    environment: {},
    limitSeconds: 20,
    signal: new AbortController().signal,
    log: join(folder, "log"),
    onLine(line) {
      lines.push(line);
      return undefined;
    },
    ...options,
  });
  return { code, isLate, lines };
}

async function hasEnded(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100 && isProcessAlive(pid); tries += 1) await sleep(20);
  return !isProcessAlive(pid);
}

test("runProgram() hears lines, keeps words for errors, and tells the code", async ({ folder }) => {
  const ended = await bash(folder, "echo one; echo two; echo three >&2; exit 3");
  assert.equal(ended, { code: 3, isLate: false, lines: ["one", "two"] });
  assert.is(readFileSync(join(folder, "log"), "utf8"), "three\n");
});

test("runProgram() ends a program at its limit, with all that it has started", async ({
  folder,
}) => {
  const script = "sleep 60 & echo $!; wait";
  const { code, isLate, lines } = await bash(folder, script, { limitSeconds: 0.5 });
  assert.equal({ code, isLate }, { code: null, isLate: true });
  assert.ok(await hasEnded(Number(lines[0])));
});

test("runProgram() asks first where there is grace", async ({ folder }) => {
  const script = "trap 'echo saved; exit 0' INT; echo ready; while :; do sleep 0.1; done";
  const ended = await bash(folder, script, { limitSeconds: 10.5, graceSeconds: 10 });
  assert.equal(ended, { code: 0, isLate: true, lines: ["ready", "saved"] });
});

test("runProgram() ends when it is told to", async ({ folder }) => {
  const abort = new AbortController();
  const running = bash(folder, "echo $$; sleep 60", {
    signal: abort.signal,
    onLine: () => abort.abort(),
  });
  assert.equal(await running, { code: null, isLate: false, lines: [] });
});

test("runProgram() says what cannot be started", async ({ folder }) => {
  const error = await bash(folder, "", { command: ["no-such-program"] }).catch(
    (cause: Error) => cause,
  );
  assert.match((error as Error).message, /Cannot start no-such-program/);
});

test("runProgram() asks a program to end at the line that is waited for, once", async ({
  folder,
}) => {
  const end = "trap 'exit 9' INT; echo saving; sleep 0.3; exit 0";
  const script = `trap "${end}" INT; echo trained; while true; do sleep 0.05; done`;
  const ended = await bash(folder, script, { graceSeconds: 10, onLine: () => "end" });
  assert.equal([ended.code, ended.isLate], [0, false]);
});

test.run();
