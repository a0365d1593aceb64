/** Who listens to a run. The guard comes first: it must speak before anything is written. */
import { readdirSync } from "node:fs";
import type { Terminal } from "@inception-edge/host";
import type { Run } from "../../run/run.ts";
import { csvLog } from "../../watchers/csv-log.ts";
import { historyPlot } from "../../watchers/history-plot.ts";
import { nanGuard } from "../../watchers/nan-guard.ts";
import { progress } from "../../watchers/progress.ts";
import { tensorboard } from "../../watchers/tensorboard.ts";
import type { Watcher } from "../../watchers/watcher.ts";

export function watchersOf({ folder, config, packed }: Run, terminal: Terminal): Watcher[] {
  // Their names sort by the step.
  const newest = (): string | undefined =>
    readdirSync(folder.checkpoints)
      .filter((name) => /^step-[\d-]+$/.test(name))
      .toSorted()
      .at(-1);
  return [
    nanGuard({ checkpoint: newest }),
    csvLog(),
    tensorboard({ now: Date.now }),
    historyPlot({ title: `${config.recipe.name} on ${packed.name}`, now: () => performance.now() }),
    progress({ terminal, now: () => performance.now() }),
  ];
}
