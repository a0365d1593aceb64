/** Runs a program with all that it starts, for so long at most. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

export interface Program {
  readonly command: readonly [string, ...string[]];
  readonly directory: string;
  /** In place of this process's own where names are the same. */
  readonly environment: Readonly<Record<string, string>>;
  readonly limitSeconds: number;
  /** When it is asked to end, seconds before the limit; by default it is not asked. */
  readonly graceSeconds?: number;
  /** Ends it too. */
  readonly signal: AbortSignal;
  /** The file that its words for errors go to. */
  readonly log: string;
  /** Hears each line of what it answers. "end" asks it to end, as its time's end does. */
  readonly onLine: (line: string) => "end" | void;
}

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** Whether its time was up. */
  readonly isLate: boolean;
  readonly seconds: number;
}

/** @throws {Error} when it cannot be started. */
export async function runProgram(program: Program): Promise<Ended> {
  const { command, limitSeconds, graceSeconds = 0, signal } = program;
  const [name, ...args] = command;
  const begun = performance.now();
  const errors = createWriteStream(program.log, { flags: "a" });
  await once(errors, "open");
  const child = spawn(name, args, {
    cwd: program.directory,
    env: { ...process.env, ...program.environment },
    stdio: ["ignore", "pipe", errors],
    detached: true, // a group of its own, which ends as one
  });
  const kill = (how: NodeJS.Signals): void => {
    try {
      process.kill(-child.pid!, how);
    } catch {
      // It has ended.
    }
  };
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", (cause) => reject(new Error(`Cannot start ${name}: ${cause.message}`)));
    child.on("close", resolve);
  });
  const over = new AbortController();
  let isLate = false;
  let isAsked = false;
  const end = async (): Promise<void> => {
    if (isAsked) return; // a second wish would end it at once
    isAsked = true;
    if (graceSeconds > 0) {
      kill("SIGINT");
      await sleep(1000 * graceSeconds, undefined, { signal: over.signal });
    }
    kill("SIGKILL");
  };
  const endInTime = async (): Promise<void> => {
    await sleep(1000 * (limitSeconds - graceSeconds), undefined, { signal: over.signal });
    isLate = true;
    await end();
  };
  const stop = (): void => kill("SIGKILL");
  signal.addEventListener("abort", stop);
  endInTime().catch(endedBefore);
  createInterface(child.stdout!).on("line", (line) => {
    if (program.onLine(line) === "end") end().catch(endedBefore);
  });
  try {
    const code = await ended;
    return { code, isLate, seconds: (performance.now() - begun) / 1000 };
  } finally {
    over.abort();
    signal.removeEventListener("abort", stop);
    errors.close();
  }
}

function endedBefore(): void {}
