/** All commands by name. Without a name, `train` runs. */
import type { Command } from "./command.ts";
import { doctor } from "./doctor.ts";
import { evaluate } from "./evaluate.ts";
import { exportRun } from "./export.ts";
import { init } from "./init.ts";
import { install } from "./install.ts";
import { refresh } from "./refresh.ts";
import { robustness } from "./robustness.ts";
import { ship } from "./ship.ts";
import { summary } from "./summary.ts";
import { train } from "./train.ts";

export const commands: Readonly<Record<string, Command>> = {
  train,
  init,
  evaluate,
  robustness,
  export: exportRun,
  ship,
  refresh,
  summary,
  doctor,
  install,
};

/** The list of commands for `--help`. */
export function describeCommands(): string {
  const rows = Object.entries(commands).map(
    ([name, { summary: line }]) => `  ${name.padEnd(12)}${line}`,
  );
  return ["Commands (each has its own --help):", "", ...rows].join("\n");
}
