/**
 * Writes `training_log.csv` in the run folder. Each row is flushed to the disk before training continues. On resume, the
 * rows of epochs that will be trained again are removed first, so that no epoch has two rows.
 */
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "@inception-edge/host";
import { formatLogRow, logHeader, parseLog } from "./training-log.ts";
import type { EpochReport, Watcher } from "./watcher.ts";

const TRAINING_LOG = "training_log.csv";

/** The watcher that writes the log. */
export function csvLog(): Watcher {
  let path: string;
  return {
    async onStart({ runFolder, startEpoch }) {
      path = join(runFolder, TRAINING_LOG);
      const kept = startEpoch === 0 ? [] : await readTrainingLog(runFolder, startEpoch);
      await writeWhole(path, logHeader + kept.map(formatLogRow).join(""));
    },
    async onEpochEnd(report) {
      const file = await open(path, "a");
      try {
        await file.writeFile(formatLogRow(report));
        await file.sync();
      } finally {
        await file.close();
      }
    },
  };
}

/** The logged epochs before `endEpoch`, oldest first; none if there is no log. */
export async function readTrainingLog(
  runFolder: string,
  endEpoch: number = Number.POSITIVE_INFINITY,
): Promise<EpochReport[]> {
  const path = join(runFolder, TRAINING_LOG);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return parseLog(text).filter(({ epoch }) => epoch < endEpoch);
}
