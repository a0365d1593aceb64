/** `export`: a run's bundle made anew from its best checkpoint. */
import { resolve } from "node:path";
import { describeFlags, flag, parseFlagsOnly } from "@inception-edge/cli";
import type { Command } from "./command.ts";
import { deviceFlag } from "./device-flag.ts";
import { finishRun } from "./finish-run.ts";
import { reopenRun } from "./open-run.ts";
import { openTraining } from "./open-training.ts";

const flags = {
  run: flag("DIR", "the run's folder (default: runs/latest)", (text) => text),
  device: deviceFlag,
} as const;

export const exportRun: Command = {
  summary: "make a run's bundle anew from its best checkpoint",
  help: `Measures and exports the best weights of a run.

  pnpm --filter trainer start export [--run DIR]

${describeFlags(flags)}`,

  async run(context) {
    const given = parseFlagsOnly(flags, context.args);
    const run = await reopenRun(resolve(context.cwd, given.run ?? "runs/latest"), context, given);
    const { session, checkpoints, close } = await openTraining(run);
    try {
      await finishRun(run, { session, checkpoints, context });
    } finally {
      await close();
    }
  },
};
