/** Writes the report's files: for people, for programs, for a spreadsheet and for the trainer. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { formatExcludeList } from "@inception-edge/dataset";
import { writeWhole } from "@inception-edge/host";
import type { Exploration } from "../explore.ts";
import { renderPage, shownPaths } from "../page/render-page.ts";
import { drawPagePictures } from "../pictures/page-pictures.ts";
import { GRID_SAMPLES, sampleGrid } from "../pictures/sample-grid.ts";
import { samplePaths } from "../pictures/sample-images.ts";
import { channelStatsOf } from "./channel-stats.ts";
import { classDistributionCsv } from "./class-distribution-csv.ts";
import { flaggedCsv } from "./flagged-csv.ts";

export interface WriteOptions {
  /** Random seed of the sample images. */
  readonly seed: number;
}

/** Files that other tools read: removed first, so that none of an earlier report is left over. */
const FORMER = ["channel-stats.json", "exclude.txt", "flagged.csv"];

/** @returns the names of the files in `folder`. */
export async function writeReport(
  folder: string,
  exploration: Exploration,
  { seed }: WriteOptions,
): Promise<string[]> {
  const { report } = exploration;
  const stats = channelStatsOf(report);
  const pictures = await drawPagePictures(exploration, { paths: shownPaths(report), seed });
  const files: Readonly<Record<string, string | Uint8Array>> = {
    "report.html": renderPage(report, pictures),
    "report.json": json(report),
    "class-distribution.csv": classDistributionCsv(report),
    "flagged.csv": flaggedCsv(report, exploration.measures),
    "sample-grid.png": await sampleGrid(gridRows(exploration, seed)),
    "exclude.txt": formatExcludeList(report.dataset, report.exclude),
    ...(stats && { "channel-stats.json": json(stats) }),
  };
  try {
    await mkdir(folder, { recursive: true });
    for (const name of FORMER) await rm(join(folder, name), { force: true });
    for (const [name, content] of Object.entries(files)) {
      await writeWhole(join(folder, name), content);
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(`Cannot write the report to "${folder}" (${code}); choose another --out`, {
      cause,
    });
  }
  return Object.keys(files);
}

function gridRows({ report, measures, pixelsOf }: Exploration, seed: number) {
  const samples = samplePaths(measures, { count: GRID_SAMPLES, seed });
  return report.classes.map(({ label }, index) => ({
    title: label,
    images: samples[index]!.map(pixelsOf).filter((image) => image !== undefined),
  }));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
