/** Draws the log as `history.svg` and `history.png` in the run folder, after epochs and at the end. */
import { basename, join } from "node:path";
import { writeWhole } from "@inception-edge/host";
import { historySvg } from "../plot/history-svg.ts";
import { rasterize } from "../plot/rasterize.ts";
import { readTrainingLog } from "./csv-log.ts";
import type { EpochReport, Watcher } from "./watcher.ts";

/** Options of {@link historyPlot}. */
export interface HistoryPlotOptions {
  /** Title of the plot, such as "modern-5 on tiny-imagenet-200"; default: the run folder's name. */
  readonly title?: string;
  /** A clock, in milliseconds. */
  readonly now: () => number;
}

/** Minimum time between two drawings: drawing takes a second, which on a GPU is a large part of an epoch. */
const PAUSE_MS = 20_000;

/** The watcher that draws the plot. */
export function historyPlot({ title, now }: HistoryPlotOptions): Watcher {
  let folder: string;
  let epochs: EpochReport[];
  let drawnAt = Number.NEGATIVE_INFINITY;
  let isDrawn = true;

  const draw = async (): Promise<void> => {
    const svg = historySvg(epochs, { title: title ?? basename(folder) });
    await writeWhole(join(folder, "history.svg"), svg);
    await writeWhole(join(folder, "history.png"), await rasterize(svg));
    [drawnAt, isDrawn] = [now(), true];
  };
  return {
    async onStart({ runFolder, startEpoch }) {
      folder = runFolder;
      epochs = await readTrainingLog(folder, startEpoch);
    },
    async onEpochEnd(report) {
      epochs.push(report);
      isDrawn = false;
      if (now() - drawnAt >= PAUSE_MS) await draw();
    },
    async onStop() {
      if (!isDrawn) await draw();
    },
  };
}
