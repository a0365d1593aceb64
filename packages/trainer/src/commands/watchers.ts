/** Who listens to a run. The guard comes first: it must speak before anything is written. */
import { readdirSync } from "node:fs";
import type { Console } from "@inception-edge/cli";
import type { Run } from "../run/run.ts";
import { csvLog } from "../watch/csv-log.ts";
import { historyPlot } from "../watch/history-plot.ts";
import { nanGuard } from "../watch/nan-guard.ts";
import { progress } from "../watch/progress.ts";
import { tensorboard } from "../watch/tensorboard.ts";
import type { Watcher } from "../watch/watcher.ts";

export function watchersOf({ folder, config, packed }: Run, console: Console): Watcher[] {
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
    progress({ console, now: () => performance.now() }),
  ];
}
