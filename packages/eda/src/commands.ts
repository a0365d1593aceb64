/** The commands of `eda` by name. Without a name, `report` runs. */
import type { Invocation } from "@inception-edge/host";
import { AUDIT_HELP, runAudit } from "./audit/audit-command.ts";
import { EXIT, HELP, runEda } from "./command.ts";

/** A command and its help. */
export interface Command {
  /** One line, for the list of commands. */
  readonly summary: string;
  readonly help: string;
  /** @returns the exit code; nothing means 0 */
  readonly run: (invocation: Invocation) => Promise<number | void>;
}

export const commands = {
  report: {
    summary: "explore a dataset before training (the default)",
    help: HELP,
    async run(invocation) {
      const { broken } = await runEda(invocation);
      return broken.length > 0 ? EXIT.ruleBroken : EXIT.fine;
    },
  },
  audit: {
    summary: "find labels that are probably wrong, after training",
    help: AUDIT_HELP,
    run: runAudit,
  },
} as const satisfies Readonly<Record<string, Command>>;

/** The list of commands for `--help`. */
export function describeCommands(): string {
  const rows = Object.entries(commands).map(
    ([name, { summary }]) => `  ${name.padEnd(8)}${summary}`,
  );
  return ["Commands (each has its own --help):", "", ...rows].join("\n");
}
