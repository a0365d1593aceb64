/** Runs a program that must not fail. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ROOT } from "./published-packages.ts";

const execute = promisify(execFile);

export interface RunOptions {
  /** The repository's root unless given. */
  readonly cwd?: string;
  /** Added to this process's. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * @returns its standard output
 * @throws {Error} with all that it printed
 */
export async function mustRun(
  program: string,
  args: readonly string[],
  { cwd = ROOT, environment = {} }: RunOptions = {},
): Promise<string> {
  const env = { ...process.env, NO_COLOR: "1", ...environment };
  try {
    return (await execute(program, args, { cwd, env, maxBuffer: 64 * 2 ** 20 })).stdout;
  } catch (cause) {
    const { stdout = "", stderr = "" } = cause as { stdout?: string; stderr?: string };
    throw new Error(`Cannot run "${program} ${args.join(" ")}":\n${stdout}${stderr}`, { cause });
  }
}
