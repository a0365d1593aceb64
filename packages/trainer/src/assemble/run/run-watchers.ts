/** The watchers of a run. The NaN guard comes first: it must stop the run before anything is written. */
import { readdirSync } from "node:fs";
import type { Terminal } from "@inception-edge/host";
import { newestCheckpointName } from "../../run/checkpoints.ts";
import type { Run } from "../../run/run.ts";
import { csvLog } from "../../watchers/csv-log.ts";
import { historyPlot } from "../../watchers/history-plot.ts";
import { nanGuard } from "../../watchers/nan-guard.ts";
import { progress } from "../../watchers/progress.ts";
import { tensorboard } from "../../watchers/tensorboard.ts";
import type { Watcher } from "../../watchers/watcher.ts";

/** The watchers in the order in which the loop calls them. */
export function runWatchers({ folder, config, packed }: Run, terminal: Terminal): Watcher[] {
  return [
    nanGuard({ checkpoint: () => newestCheckpointName(readdirSync(folder.checkpoints)) }),
    csvLog(),
    tensorboard({ now: Date.now }),
    historyPlot({ title: `${config.recipe.name} on ${packed.name}`, now: () => performance.now() }),
    progress({ terminal, now: () => performance.now() }),
  ];
}
