/**
 * Steps that go on when the call that began them is over. They run one at a time, in the order they were begun, so
 * that nothing is measured beside something else.
 */
import { spawn } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isProcessAlive } from "../../../packages/host/src/mod.ts";
import type { Kit } from "./kit.ts";

export interface Job {
  readonly name: string;
  readonly pid: number;
}

const POLL_MS = 500;

/** Begins a step of device.ts in the background; what it says goes to the log of its name. */
export async function beginJob(kit: Kit, name: string, args: readonly string[]): Promise<void> {
  await mkdir(kit.jobs, { recursive: true });
  const log = openSync(join(kit.logs, name), "a");
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, ...args], {
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  await writeFile(join(kit.jobs, name), `${Date.now()} ${child.pid}`);
}

/** Those at work or waiting, in the order they were begun. */
export function openJobs(kit: Kit): readonly Job[] {
  let names: string[];
  try {
    names = readdirSync(kit.jobs);
  } catch {
    return []; // none was ever begun
  }
  return names
    .map((name) => {
      const [begun = 0, pid = 0] = readFileSync(join(kit.jobs, name), "utf8")
        .split(" ")
        .map(Number);
      return { name, pid, begun };
    })
    .filter(({ pid }) => isProcessAlive(pid) || pid === process.pid)
    .toSorted((a, b) => a.begun - b.begun);
}

/** Waits until all that were begun before this process are over. */
export async function waitForTurn(kit: Kit): Promise<void> {
  while ((openJobs(kit)[0]?.pid ?? process.pid) !== process.pid) await sleep(POLL_MS);
}

/** Ends all jobs and what they run. */
export async function stopJobs(kit: Kit): Promise<readonly Job[]> {
  const jobs = openJobs(kit);
  for (const { pid } of jobs) process.kill(pid, "SIGTERM");
  while (openJobs(kit).length > 0) await sleep(POLL_MS);
  await rm(kit.jobs, { recursive: true, force: true });
  return jobs;
}
