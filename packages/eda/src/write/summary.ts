/** The summary in the terminal: first the findings, then figures with small bar charts. */
import { describeLeftOut, type ChannelMoments, type Rgb } from "@inception-edge/dataset";
import { formatCount, formatInteger, formatList } from "@inception-edge/host";
import { STORED_SIZE } from "@inception-edge/image";
import { grayImages } from "../analyze/describe-files.ts";
import type { Distribution } from "../analyze/distribution.ts";
import { NO_PROBLEMS } from "../page/findings-section.ts";
import type { Finding, Report } from "../report.ts";

const EIGHTHS = "▁▂▃▄▅▆▇█";
const BAR_CELLS = 24;
const LABEL = 22;

export function summaryLines(report: Report): string[] {
  const { dataset, structure, balance, classes } = report;
  const train = formatInteger(balance.train.images);
  const images =
    structure.valFraction === undefined
      ? `${train} training and ${formatInteger(balance.val.images)} validation images`
      : `${train} images`;
  return [
    `${dataset.name}: ${images} of ${formatCount(classes.length, "class", "classes")}`,
    "",
    ...findingLines(report.findings),
    "",
    ...structureLines(report),
    ...balanceLines(report),
    ...channelLines(report),
    ...imageLines(report),
    ...grayLines(report),
    ...trainingLines(report),
  ];
}

function findingLines(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [NO_PROBLEMS];
  return findings.flatMap(({ severity, title, detail, cure }) => [
    `${severity === "error" ? "✗" : "!"} ${title}`,
    `    ${detail}`,
    `    → ${cure}`,
  ]);
}

function structureLines({ structure }: Report): string[] {
  const { summary, claims, defects, notices, passedOver } = structure;
  const known = claims ? `class ids and training counts match ${claims}` : "no defects";
  const verdict = defects.length === 0 ? known : formatCount(defects.length, "defect");
  const litter = Object.values(passedOver).reduce((sum, count) => sum + count, 0);
  return [
    row("Structure", `${summary}; ${verdict}`),
    ...notices.map((notice) => row("", `Note: ${notice}`)),
    ...(litter > 0 ? [row("", `${formatCount(litter, "hidden or system file")} passed over`)] : []),
  ];
}

function balanceLines({ structure, balance, classes }: Report): string[] {
  const splits =
    structure.valFraction === undefined ? (["train", "val"] as const) : (["train"] as const);
  return splits.map((split) => {
    const { fewest, most, imbalanceRatio, normalizedEntropy, effectiveClasses } = balance[split];
    const counts = classes.map(({ [split]: images }) => images).toSorted((a, b) => b - a);
    const range =
      fewest === most
        ? `${formatInteger(most)} per class`
        : `${formatInteger(fewest)} to ${formatInteger(most)} per class`;
    return row(
      `Classes, ${split}`,
      `${sparkline(resample(counts), most)} ${range}, imbalance ${imbalanceRatio.toFixed(2)}, entropy ${normalizedEntropy.toFixed(4)}, ${effectiveClasses.toFixed(1)} effective classes`,
    );
  });
}

function channelLines({ channels }: Report): string[] {
  if (!channels.train) return [];
  const { stored, inputs, histogram } = channels.train;
  const views: readonly (readonly [string, ChannelMoments])[] = [
    [`${stored.size}×${stored.size} as stored`, stored],
    ...Object.entries(inputs).map(
      ([method, moments]) => [`${moments.size}×${moments.size} ${method}`, moments] as const,
    ),
  ];
  return [
    "",
    row("Channels, train", "red    green  blue"),
    ...views.flatMap(([view, { mean, stdOverAllPixels, meanOfImageStd }]) => [
      row(`  ${view}`, `${formatRgb(mean)}  mean`),
      row("", `${formatRgb(stdOverAllPixels)}  std over all pixels`),
      row("", `${formatRgb(meanOfImageStd)}  mean of each image's std`),
    ]),
    ...["red", "green", "blue"].map((name, index) => {
      const bins = resample(histogram[index]!);
      return row(`  ${name}`, `0 ${sparkline(bins, Math.max(...bins))} 255`);
    }),
  ];
}

function imageLines({ images, files }: Report): string[] {
  const formats = Object.entries(files.formats).map(([format, n]) =>
    formatCount(n, format.toUpperCase(), format.toUpperCase()),
  );
  const [commonest] = files.sizes;
  if (!commonest) return [];
  const { width, height } = images;
  const isOneSize = files.distinctSizes === 1;
  const most = `${commonest.width}×${commonest.height}`;
  const { flagged } = images;
  return [
    "",
    row("Files", `${formatList(formats)}, ${isOneSize ? `all ${most}` : `mostly ${most}`}`),
    ...(isOneSize
      ? []
      : [
          row("Width", spread(width)),
          row("Height", spread(height)),
          row("Width / height", spread(images.aspect)),
          row(
            "",
            `${formatInteger(flagged.small.images.length)} smaller than ${STORED_SIZE} pixels, ${formatInteger(flagged.elongated.images.length)} at least three times as long as wide`,
          ),
        ]),
    row("Bytes", spread(images.bytes)),
    row("Brightness", spread(images.brightness)),
    row("Contrast", spread(images.contrast)),
    row("Focus", spread(images.focus)),
  ];
}

/** What the trainer would do: the same words as its own, and its command line. */
function trainingLines({ training, files, structure }: Report): string[] {
  const isTiny = structure.layout === "tiny-imagenet";
  const more = { choice: "--strict refuses instead", list: "flagged.csv" };
  return [
    "",
    ...(isTiny ? [] : describeLeftOut(files.defects, more)),
    training.command === undefined
      ? `The trainer would refuse to start, because of ${formatCount(training.refusals, "defect")}`
      : `Train with  ${training.command}`,
  ];
}

function grayLines({ classes }: Report): string[] {
  const most = classes
    .map((report) => ({ ...report, gray: grayImages(report) }))
    .filter(({ gray }) => gray > 0)
    .toSorted((a, b) => b.gray - a.gray)
    .slice(0, 5);
  if (most.length === 0) return [];
  return [
    "",
    "Gray images, by class",
    ...most.map(({ label, gray, train }) =>
      row(
        `  ${label}`,
        `${"█".repeat(Math.round((BAR_CELLS * gray) / most[0]!.gray))} ${gray} of ${train}`,
      ),
    ),
  ];
}

function row(label: string, text: string): string {
  const name = label.length >= LABEL ? `${label.slice(0, LABEL - 2)}…` : label;
  return `${name.padEnd(LABEL)}${text}`.trimEnd();
}

function spread({ bins, low, high, median }: Distribution): string {
  const cells = resample(bins);
  const digits = high < 10 ? 2 : 0;
  return `${low.toFixed(digits)} ${sparkline(cells, Math.max(...cells))} ${high.toFixed(digits)}, median ${median.toFixed(digits)}`;
}

/** Means of adjacent values, for at most as many cells as a bar has. */
function resample(values: readonly number[]): number[] {
  const length = Math.min(BAR_CELLS, values.length);
  const cells = Array.from({ length }, () => ({ sum: 0, count: 0 }));
  for (const [index, value] of values.entries()) {
    const cell = cells[Math.floor((index * length) / values.length)]!;
    cell.sum += value;
    cell.count += 1;
  }
  return cells.map(({ sum, count }) => sum / count);
}

function sparkline(values: readonly number[], top: number): string {
  return values
    .map((value) =>
      top === 0
        ? EIGHTHS[0]
        : (EIGHTHS[Math.min(7, Math.ceil((value / top) * 8 - 1e-9) - 1)] ?? " "),
    )
    .join("");
}

function formatRgb(values: Rgb): string {
  return values.map((value) => value.toFixed(4)).join(" ");
}
