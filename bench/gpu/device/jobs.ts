/**
 * Steps that go on when the call that began them is over. They run one at a time, in the order they were begun, so
 * that nothing is measured beside something else; but for such as are meant to go on beside others.
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
  /** Whether it waits for none, and none for it. */
  readonly isBeside: boolean;
}

const POLL_MS = 500;

const BESIDE = "beside";

/** Begins a step of device.ts in the background; what it says goes to the log of the job's name. */
export async function beginJob(
  kit: Kit,
  step: string,
  { args, isBeside }: { readonly args: readonly string[]; readonly isBeside: boolean },
): Promise<void> {
  await mkdir(kit.jobs, { recursive: true });
  const name = freeName(openJobs(kit), step);
  const log = openSync(join(kit.logs, name), "a");
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, ...args], {
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  await writeFile(join(kit.jobs, name), `${Date.now()} ${child.pid} ${isBeside ? BESIDE : ""}`);
}

/** The step's own, or with a number while jobs of that step are open. */
export function freeName(jobs: readonly Job[], step: string): string {
  const taken = new Set(jobs.map(({ name }) => name));
  let name = step;
  for (let number = 2; taken.has(name); number += 1) name = `${step}.${number}`;
  return name;
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
      const [begun, pid, how] = readFileSync(join(kit.jobs, name), "utf8").split(" ");
      return { name, pid: Number(pid), begun: Number(begun), isBeside: how === BESIDE };
    })
    .filter(({ pid }) => isProcessAlive(pid) || pid === process.pid)
    .toSorted((a, b) => a.begun - b.begun);
}

/** Waits until all that were begun before this process are over. */
export async function waitForTurn(kit: Kit): Promise<void> {
  const next = (): Job | undefined => openJobs(kit).find(({ isBeside }) => !isBeside);
  while ((next()?.pid ?? process.pid) !== process.pid) await sleep(POLL_MS);
}

/** Waits until none of the step's jobs is at work. */
export async function waitForStep(kit: Kit, step: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && isOpen(kit, step)) await sleep(POLL_MS);
}

/** Whether a job of the step is at work or waiting. */
export function isOpen(kit: Kit, step: string): boolean {
  return openJobs(kit).some(({ name }) => name.split(".")[0] === step);
}

/** Ends all jobs and what they run. */
export async function stopJobs(kit: Kit): Promise<readonly Job[]> {
  const jobs = openJobs(kit);
  for (const { pid } of jobs) process.kill(pid, "SIGTERM");
  while (openJobs(kit).length > 0) await sleep(POLL_MS);
  await rm(kit.jobs, { recursive: true, force: true });
  return jobs;
}
