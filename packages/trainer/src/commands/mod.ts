/** Every command by the word that calls it. */
import { classify } from "./classify.ts";
import type { Command } from "./command.ts";
import { evaluate } from "./evaluate.ts";
import { exportRun } from "./export.ts";
import { robustness } from "./robustness.ts";
import { ship } from "./ship.ts";
import { summary } from "./summary.ts";
import { train } from "./train.ts";

export const commands: Readonly<Record<string, Command>> = {
  train,
  evaluate,
  robustness,
  export: exportRun,
  classify,
  ship,
  summary,
};
