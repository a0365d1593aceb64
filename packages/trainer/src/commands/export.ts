/** `export`: exports a run's bundle again from one of its checkpoints. */
import { anyText, describeFlags, flag, parseFlagsOnly } from "@inception-edge/host";
import { runPath } from "../assemble/default-paths.ts";
import { deviceFlag } from "../assemble/device-flag.ts";
import { openTraining } from "../assemble/open-training.ts";
import { finishRun } from "../assemble/run/finish-run.ts";
import { reopenRun } from "../assemble/run/reopen-run.ts";
import { openCheckpoints } from "../run/checkpoints.ts";
import { readRunConfig } from "../run/run-config.ts";
import { openRunFolder } from "../run/run-folder.ts";
import { withRunLock } from "../run/run-lock.ts";
import type { Command } from "./command.ts";

const flags = {
  run: flag("DIR", "folder of the run (default: runs/latest)", anyText),
  dataset: flag(
    "DIR",
    "current folder of the dataset (default: where it was during training)",
    anyText,
  ),
  checkpoint: flag(
    "NAME",
    "checkpoint to export: best, or a folder in checkpoints/ (default: best, of fine-tuning the last)",
    anyText,
  ),
  device: deviceFlag,
} as const;

export const exportRun: Command = {
  summary: "export a run again from one of its checkpoints",
  help: `Measures the weights of a run, by default the best or those that its recipe wants, and exports them as a bundle.

  pnpm --filter trainer start export [--run DIR]

${describeFlags(flags)}`,

  async run(invocation) {
    const given = parseFlagsOnly(flags, invocation.args);
    const folder = await openRunFolder(await runPath(given.run, invocation.cwd));
    const config = await readRunConfig(folder.path);
    await withRunLock(folder.path, async () => {
      const checkpoints = await openCheckpoints(folder.checkpoints);
      const run = await reopenRun(folder, config, {
        requested: given,
        continues: false,
        invocation,
      });
      const session = await openTraining(run);
      try {
        await finishRun(run, { session, checkpoints, from: given.checkpoint, invocation });
      } finally {
        await session.close();
      }
    });
  },
};
