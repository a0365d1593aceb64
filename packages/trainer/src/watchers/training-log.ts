/**
 * The format of `training_log.csv`, like that of Keras's CSVLogger: a header, then one row per epoch, counted from 0, with
 * the metrics' names as columns. A cell is empty if the run does not have the head. Until 2026-11-27 the columns of the
 * held-out images began with `val_`.
 */
import { metricNames, type EpochReport, type MetricName } from "./watcher.ts";

const columns: readonly string[] = [
  "epoch",
  "learning_rate",
  "seconds",
  "images_per_second",
  ...metricNames,
];

/** The first line. */
export const logHeader: string = `${columns.join(",")}\n`;
const formerHeader = logHeader.replaceAll("held_out_", "val_");

/** An epoch's row, with its newline. */
export function formatLogRow(report: EpochReport): string {
  const { epoch, learningRate, seconds, imagesPerSecond, metrics } = report;
  const numbers = [epoch, learningRate, seconds, imagesPerSecond];
  const cells = [...numbers, ...metricNames.map((name): number | undefined => metrics[name])];
  return `${cells.map(formatCell).join(",")}\n`;
}

/**
 * Reads a log, also one saved by a spreadsheet, with a byte order mark and CRLF. A last line without a newline was cut
 * off by a crash and is ignored; its epoch is trained again.
 * @throws {Error} when the columns are different or a row has a different number of cells
 */
export function parseLog(text: string): EpochReport[] {
  const lines = text
    .slice(0, text.lastIndexOf("\n") + 1)
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/);
  const [header, ...rows] = lines.slice(0, -1);
  if (header === undefined) return [];
  if (![logHeader, formerHeader].includes(`${header}\n`)) {
    throw new Error(
      `Cannot read the training log: its columns are ${JSON.stringify(header)}, wanted ${JSON.stringify(logHeader.trim())}; another version or program wrote it; move the file away`,
    );
  }
  return rows.map((row, index) => {
    const cells = row.split(",");
    if (cells.length !== columns.length) {
      throw new Error(
        `Cannot read the training log: line ${index + 2} has ${cells.length} cells, wanted ${columns.length}; move the file away`,
      );
    }
    const [epoch, learningRate, seconds, imagesPerSecond, ...values] = cells.map(Number);
    const metrics: Partial<Record<MetricName, number>> = {};
    for (const [column, name] of metricNames.entries()) {
      if (cells[column + 4] !== "") metrics[name] = values[column]!;
    }
    return {
      epoch: epoch!,
      learningRate: learningRate!,
      seconds: seconds!,
      imagesPerSecond: imagesPerSecond!,
      metrics: metrics as Record<MetricName, number>,
    };
  });
}

/** A float32 metric has seven significant digits; more would be noise. */
function formatCell(value: number | undefined): string {
  return value === undefined ? "" : String(Number(value.toPrecision(7)));
}
