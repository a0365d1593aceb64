/** `class-distribution.csv`: one row per class, for a spreadsheet; means and deviations in [0, 1]. */
import type { ClassReport, Report } from "../report.ts";
import { csvText } from "./csv.ts";

/** Column names, which stay the same for readers of older files, and their values. */
const columns: Readonly<Record<string, (report: ClassReport) => string | number | undefined>> = {
  label: ({ label }) => label,
  train: ({ train }) => train,
  val: ({ val }) => val,
  one_channel: ({ oneChannel }) => oneChannel,
  grey_stored_as_colour: ({ greyStoredAsColour }) => greyStoredAsColour,
  ...channelColumns("mean"),
  ...channelColumns("stdOverAllPixels"),
  ...channelColumns("meanOfImageStd"),
};

function channelColumns(
  figure: "mean" | "stdOverAllPixels" | "meanOfImageStd",
): Record<string, (report: ClassReport) => string | undefined> {
  const snake = figure.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const entries = ["red", "green", "blue"].map((channel, index) => [
    `${snake}_${channel}`,
    ({ stored }: ClassReport) => stored?.[figure][index]!.toFixed(6),
  ]);
  return Object.fromEntries(entries) as Record<string, (report: ClassReport) => string | undefined>;
}

/** The first column is called "wnid" where every class has one, else "id". */
export function classDistributionCsv({ classes }: Pick<Report, "classes">): string {
  const id = classes.every(({ wnid }) => wnid !== undefined) ? "wnid" : "id";
  const rows = classes.map((report) => [
    report.id,
    ...Object.values(columns).map((valueOf) => valueOf(report) ?? ""),
  ]);
  return csvText([[id, ...Object.keys(columns)], ...rows]);
}
