/** Who listens to a run. The guard comes first: it must speak before anything is written. */
import { join } from "node:path";
import { csvLog } from "../watch/csv-log.ts";
import { historyPlot } from "../watch/history-plot.ts";
import { nanGuard } from "../watch/nan-guard.ts";
import { progress } from "../watch/progress.ts";
import { tensorboard } from "../watch/tensorboard.ts";
import type { Watcher } from "../watch/watcher.ts";
import type { OpenRun } from "./open-run.ts";

export function watchersOf({ folder, config, packed }: OpenRun): Watcher[] {
  const { stdout } = process;
  return [
    nanGuard({ checkpoint: () => join(folder.checkpoints, "last") }),
    csvLog(),
    tensorboard({ now: Date.now }),
    historyPlot({ title: `${config.recipe.name} on ${packed.name}` }),
    progress({
      now: () => performance.now(),
      write: (text) => stdout.write(text),
      isTerminal: stdout.isTTY ?? false,
      columns: () => stdout.columns ?? 80,
    }),
  ];
}
