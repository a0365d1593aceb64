/** Runs a program to its end, without a shell; its output is passed through or collected. */
import { spawn } from "node:child_process";

/** How a program ended. */
export interface CommandResult {
  /** The exit code; `undefined` if the program could not be started or was killed. */
  readonly code: number | undefined;
  /** Standard output and error in the order of arrival; empty if passed through. */
  readonly output: string;
}

/** Options of {@link runCommand}. */
export interface CommandOptions {
  readonly directory?: string;
  /** Added to this process's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Passes the output through, for example to show the progress of a download. */
  readonly show?: boolean;
}

/** Never throws: the result for a program that cannot be started has no code. */
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
