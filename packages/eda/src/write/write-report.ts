/** The report as files: for programs, for a spreadsheet, for the trainer and for people. */
import { formatExcludeList } from "@inception-edge/dataset";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Exploration } from "../explore.ts";
import { channelStatsOf } from "./channel-stats.ts";
import { classDistributionCsv } from "./class-distribution-csv.ts";

/** @returns the names of the files in `folder`. */
export async function writeReport(
  folder: string,
  { report }: Exploration,
  _options: { readonly seed: number },
): Promise<string[]> {
  const stats = channelStatsOf(report);
  const files: Readonly<Record<string, string | Uint8Array>> = {
    "report.json": json(report),
    "class-distribution.csv": classDistributionCsv(report),
    ...(stats && { "channel-stats.json": json(stats) }),
    "exclude.txt": formatExcludeList(report.dataset, report.exclude),
  };
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await writeWhole(join(folder, name), content);
  }
  return Object.keys(files);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

/** A reader sees the file of before or this one, and no half. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.partial`, content);
  await rename(`${path}.partial`, path);
}
