/** Starts the trainer as a user does: in a process of its own, in the test's folder. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { findLiteRt } from "@inception-edge/litert";

const library = findLiteRt();
const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));
/** Far longer than any test takes; ends a process that hangs. */
const TIMEOUT_MS = 540_000;

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Trainer {
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
}

/** @param cwd relative paths start here; it also contains the cache and all temporary files */
export function startTrainer(args: readonly string[], cwd: string): Trainer {
  const child = spawn(process.execPath, ["--conditions=@inception-edge/source", MAIN, ...args], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      INIT_CWD: cwd,
      TMPDIR: cwd,
      INCEPTION_EDGE_CACHE: join(cwd, "cache"),
      // Out of the user's cache, if it is there: in WebAssembly an export takes twice as long.
      ...(library !== undefined && { LITERT_LIBRARY: library }),
    },
    timeout: TIMEOUT_MS,
    killSignal: "SIGKILL",
  });
  const code = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const outputs = [text(child.stdout), text(child.stderr)] as const;
  const ended = Promise.all([code, ...outputs]).then(([exit, stdout, stderr]) => ({
    code: exit,
    stdout,
    stderr,
  }));
  return { ended, kill: (signal) => void child.kill(signal) };
}
