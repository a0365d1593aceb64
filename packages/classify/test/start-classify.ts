/** The program as users start it, in a process of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

export interface Ended {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** @param environment added to this process's own */
export function startClassify(
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): Started {
  const { INIT_CWD: _, ...inherited } = process.env; // pnpm's, which would take the place of `cwd`
  const child = spawn(process.execPath, ["--conditions=@inception-edge/source", MAIN, ...args], {
    cwd,
    env: { ...inherited, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const ended = once(child, "close").then(async ([code]) => {
    const [stdout, stderr] = await output;
    return { code: code as number | null, stdout, stderr };
  });
  return { process: child, ended };
}
