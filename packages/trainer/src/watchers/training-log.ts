/**
 * The form of `training_log.csv`: a header, then one row per epoch, as Keras's CSVLogger writes it: epochs
 * count from 0, columns carry the metric names. Until 2026-11-27 those of the held-out images began with `val_`. A cell is empty where the run has no such head.
 */
import { metricNames, type EpochReport, type MetricName } from "./watcher.ts";

const columns: readonly string[] = [
  "epoch",
  "learning_rate",
  "seconds",
  "images_per_second",
  ...metricNames,
];

export const logHeader: string = `${columns.join(",")}\n`;
const formerHeader = logHeader.replaceAll("held_out_", "val_");

export function formatLogRow(report: EpochReport): string {
  const { epoch, learningRate, seconds, imagesPerSecond, metrics } = report;
  const numbers = [epoch, learningRate, seconds, imagesPerSecond];
  const cells = [...numbers, ...metricNames.map((name): number | undefined => metrics[name])];
  return `${cells.map(formatCell).join(",")}\n`;
}

/**
 * Reads a log back, also as a spreadsheet has saved it: with a byte order mark and CRLF. A last line without its
 * newline was cut off by a kill and is left out; its epoch is trained again.
 *
 * @throws {Error} when the columns are not ours or a row has another number of cells.
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
      `Cannot read the training log: its columns are ${JSON.stringify(header)}, wanted ${JSON.stringify(logHeader.trim())}; it is of another version or program: move it away`,
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

/** Seven digits are all that a float32 metric has; more would be noise. */
function formatCell(value: number | undefined): string {
  return value === undefined ? "" : String(Number(value.toPrecision(7)));
}
