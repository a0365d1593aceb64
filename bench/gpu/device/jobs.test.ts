import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { freeName, isOpen, openJobs, stopJobs, waitForTurn } from "./jobs.ts";
import { openKit, type Kit } from "./kit.ts";

const test = suite<{ kit: Kit; children: ChildProcess[] }>("jobs");
test.before.each((context) => {
  context.kit = openKit(mkdtempSync(join(tmpdir(), "jobs-")));
  context.children = [];
});
test.after.each(({ kit, children }) => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(kit.root, { recursive: true });
});

/** A process in the place of a step that was begun at `begun`. */
function job(kit: Kit, name: string, begun: number, how = ""): ChildProcess {
  const child = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"]);
  mkdirSync(kit.jobs, { recursive: true });
  writeFileSync(join(kit.jobs, name), `${begun} ${child.pid} ${how}`);
  return child;
}

test("openJobs() are those at work, in the order they were begun", async ({ kit, children }) => {
  assert.equal(openJobs(kit), []);
  const [late, early, over] = [job(kit, "train", 3), job(kit, "bench", 1), job(kit, "data", 2)];
  children.push(late, early, over);
  over.kill("SIGKILL");
  while (openJobs(kit).length > 2) await sleep(20);
  assert.equal(
    openJobs(kit).map(({ name }) => name),
    ["bench", "train"],
  );
});

test("waitForTurn() waits for what was begun before, and for nothing else", async ({
  kit,
  children,
}) => {
  const before = job(kit, "bench", 1);
  writeFileSync(join(kit.jobs, "data"), `2 ${process.pid}`);
  children.push(before, job(kit, "train", 3));
  let isOver = false;
  before.on("exit", () => {
    isOver = true;
  });
  setTimeout(() => before.kill("SIGKILL"), 300);
  await waitForTurn(kit);
  assert.ok(isOver);
  assert.equal(
    openJobs(kit).map(({ name }) => name),
    ["data", "train"],
  );
});

test("waitForTurn() waits for nothing that goes on beside others", async ({ kit, children }) => {
  children.push(job(kit, "warm-peer", 1, "beside"));
  writeFileSync(join(kit.jobs, "train"), `2 ${process.pid} `);
  await waitForTurn(kit);
  assert.ok(isOpen(kit, "warm-peer"));
});

test("freeName() keeps the place of a step's job that is at work", ({ kit, children }) => {
  children.push(job(kit, "train", 1), job(kit, "train.2", 2));
  assert.is(freeName(openJobs(kit), "train"), "train.3");
  assert.is(freeName(openJobs(kit), "data"), "data");
  assert.ok(isOpen(kit, "train"));
  assert.not(isOpen(kit, "data"));
});

test("stopJobs() ends them all", async ({ kit, children }) => {
  children.push(job(kit, "bench", 1), job(kit, "train", 2));
  assert.equal(
    (await stopJobs(kit)).map(({ name }) => name),
    ["bench", "train"],
  );
  assert.equal(openJobs(kit), []);
});

test.run();
