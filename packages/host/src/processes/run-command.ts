/** Runs a program to its end, without a shell; its output is shown as it comes, or collected. */
import { spawn } from "node:child_process";

/** How a program ended. */
export interface CommandResult {
  /** The exit code; `undefined` if the program is not there or was killed. */
  readonly code: number | undefined;
  /** Standard output and error in the order they came; empty when shown. */
  readonly output: string;
}

/** Options of {@link runCommand}. */
export interface CommandOptions {
  readonly directory?: string;
  /** Added to this process's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Passes the output through, so that a long download shows its progress. */
  readonly show?: boolean;
}

/** Never throws: a program that cannot be started is a result without a code. */
export function runCommand(
  [program, ...args]: readonly [string, ...string[]],
  { directory, environment, show = false }: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: directory,
      env: { ...process.env, ...environment },
      stdio: ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
    });
    const chunks: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", (error) => resolve({ code: undefined, output: error.message }));
    child.on("close", (code) =>
      resolve({ code: code ?? undefined, output: Buffer.concat(chunks).toString() }),
    );
  });
}
