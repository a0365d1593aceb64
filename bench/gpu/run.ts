/** Runs a program that has to succeed. */
import { runCommand, type CommandOptions } from "../../packages/host/src/processes/run-command.ts";

/**
 * @param what completes "Cannot …"
 * @returns what it answered
 */
export async function run(
  what: string,
  command: readonly [string, ...string[]],
  options?: CommandOptions,
): Promise<string> {
  const { code, output } = await runCommand(command, options);
  if (code === 0) return output;
  throw new Error(
    `Cannot ${what}: ${command[0]} ended with ${code ?? "a signal"}\n${output}`.trim(),
  );
}
