/** Runs one test file on its runtime, collects what it prints, and ends it when its time is up. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import type { TestProcess } from "./test-outcome.ts";
import type { Runtime, TestRun } from "./test-plan.ts";

const CONDITION = "--conditions=@inception-edge/source";

const COMMANDS = {
  node: [process.execPath, CONDITION],
  deno: [join("node_modules", ".bin", "deno"), "run", "--allow-all", "--no-lock", CONDITION],
} as const satisfies Record<Runtime, readonly [string, ...string[]]>;

/** Leaders of the groups that run: they are not in the terminal's, so Ctrl-C reaches them through us. */
const running = new Set<number>();

/** Ends what runs when we are told to end. */
export function endTestsWithUs(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      for (const pid of running) endGroup(pid);
      process.exit(130);
    });
  }
}

/** Never throws: what goes wrong is in the result. */
export function runTestFile({
  file,
  runtime,
  timeoutMs,
  environment: own,
}: TestRun): Promise<TestProcess> {
  const [program, ...args] = COMMANDS[runtime];
  const { FORCE_COLOR: _, ...environment } = process.env;
  return new Promise((resolve) => {
    const child = spawn(program, [...args, file], {
      env: { ...environment, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...own },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true, // A process group of its own, so that its children can be ended with it.
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));

    let timedOut = false;
    const { pid } = child;
    if (pid !== undefined) running.add(pid);
    const timer = setTimeout(() => {
      timedOut = true;
      endGroup(pid);
    }, timeoutMs);

    const finish = (code: number | undefined, note = ""): void => {
      clearTimeout(timer);
      if (pid !== undefined) running.delete(pid);
      resolve({ output: Buffer.concat(chunks).toString() + note, code, timedOut });
    };
    child.on("error", (error) => finish(undefined, error.message));
    child.on("close", (code) => finish(code ?? undefined));
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It ended by itself in the meantime.
  }
}
