/** Keeps `history.svg` and `history.png` in the run folder: the log as a picture, redrawn after every epoch. */
import { basename, join } from "node:path";
import { historySvg } from "../plot/history-svg.ts";
import { rasterize } from "../plot/rasterize.ts";
import { writeWhole } from "@inception-edge/cli";
import { readTrainingLog } from "./csv-log.ts";
import type { EpochReport, Watcher } from "./watcher.ts";

export interface HistoryPlotOptions {
  /** Over the picture, such as "modern-5 on tiny-imagenet-200"; default: the run folder's name. */
  readonly title?: string;
}

export function historyPlot({ title }: HistoryPlotOptions = {}): Watcher {
  let folder: string;
  let epochs: EpochReport[];
  return {
    async onStart({ runFolder, startEpoch }) {
      folder = runFolder;
      epochs = await readTrainingLog(folder, startEpoch);
    },
    async onEpochEnd(report) {
      epochs.push(report);
      const svg = historySvg(epochs, { title: title ?? basename(folder) });
      await writeWhole(join(folder, "history.svg"), svg);
      await writeWhole(join(folder, "history.png"), await rasterize(svg));
    },
  };
}
