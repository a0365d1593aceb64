/** What the terminal shows at the end: the findings first, then figures with small bars. */
import type { ChannelMoments, Rgb } from "@inception-edge/dataset";
import { formatCount, formatInteger, formatList } from "@inception-edge/host";
import type { Distribution } from "../analyse/distribution.ts";
import { greyImages } from "../analyse/grey.ts";
import type { Finding, Report } from "../report.ts";

const EIGHTHS = "▁▂▃▄▅▆▇█";
const BAR_CELLS = 24;
const LABEL = 22;

export function summaryLines(report: Report): string[] {
  const { dataset, balance, classes } = report;
  return [
    `${dataset.name}: ${formatInteger(balance.train.images)} training and ${formatInteger(balance.val.images)} validation images of ${formatCount(classes.length, "class", "classes")}`,
    "",
    ...findingLines(report.findings),
    "",
    ...structureLines(report),
    ...balanceLines(report),
    ...channelLines(report),
    ...imageLines(report),
    ...greyLines(report),
  ];
}

function findingLines(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return ["Nothing is wrong with it, as far as was looked."];
  return findings.flatMap(({ severity, title, detail, cure }) => [
    `${severity === "error" ? "✗" : "!"} ${title}`,
    `    ${detail}`,
    `    → ${cure}`,
  ]);
}

function structureLines({ structure: { claims, defects, notices } }: Report): string[] {
  const known = claims
    ? `ids and training counts are those of ${claims}`
    : "agrees with itself (no known dataset)";
  const verdict = defects.length === 0 ? known : formatCount(defects.length, "defect");
  return [row("Structure", [verdict, ...notices].join("; "))];
}

function balanceLines({ balance, classes }: Report): string[] {
  return (["train", "val"] as const).map((split) => {
    const { fewest, most, imbalanceRatio, normalizedEntropy, effectiveClasses } = balance[split];
    const counts = classes.map((of) => of[split]).toSorted((a, b) => b - a);
    const range =
      fewest === most
        ? `${formatInteger(most)} a class`
        : `${formatInteger(fewest)} to ${formatInteger(most)} a class`;
    return row(
      `Classes, ${split}`,
      `${sparkline(resample(counts), most)} ${range}, imbalance ${imbalanceRatio.toFixed(2)}, entropy ${normalizedEntropy.toFixed(4)}, ${effectiveClasses.toFixed(1)} effective`,
    );
  });
}

function channelLines({ channels }: Report): string[] {
  if (!channels.train) return [];
  const { stored, inputs, histogram } = channels.train;
  const views: readonly (readonly [string, ChannelMoments])[] = [
    [`${stored.size}×${stored.size} as stored`, stored],
    ...Object.entries(inputs).map(
      ([method, of]) => [`${of.size}×${of.size} ${method}`, of] as const,
    ),
  ];
  return [
    "",
    row("Channels, train", "red    green  blue"),
    ...views.flatMap(([view, of]) => [
      row(`  ${view}`, `${rgb(of.mean)}  mean`),
      row("", `${rgb(of.stdOverAllPixels)}  std over all pixels`),
      row("", `${rgb(of.meanOfImageStd)}  mean of each image's std`),
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
  const [usual] = files.sizes;
  if (!usual) return [];
  const size = `${files.distinctSizes === 1 ? "all" : "mostly"} ${usual.width}×${usual.height}`;
  return [
    "",
    row("Files", `${formatList(formats)}, ${size}`),
    row("Bytes", spread(images.bytes)),
    row("Brightness", spread(images.brightness)),
    row("Contrast", spread(images.contrast)),
    row("Sharpness", spread(images.sharpness)),
  ];
}

function greyLines({ classes }: Report): string[] {
  const most = classes
    .map((of) => ({ ...of, grey: greyImages(of) }))
    .filter(({ grey }) => grey > 0)
    .toSorted((a, b) => b.grey - a.grey)
    .slice(0, 5);
  if (most.length === 0) return [];
  return [
    "",
    "Grey, by class",
    ...most.map(({ label, grey, train }) =>
      row(
        `  ${label}`,
        `${"█".repeat(Math.round((BAR_CELLS * grey) / most[0]!.grey))} ${grey} of ${train}`,
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

/** Sums of neighbours, in as many cells as a bar has, or as there are values. */
function resample(values: readonly number[]): number[] {
  const cells = Math.min(BAR_CELLS, values.length);
  const each = Array.from({ length: cells }, () => ({ sum: 0, of: 0 }));
  for (const [at, value] of values.entries()) {
    const cell = each[Math.floor((at * cells) / values.length)]!;
    cell.sum += value;
    cell.of += 1;
  }
  return each.map(({ sum, of }) => sum / of);
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

function rgb(of: Rgb): string {
  return of.map((value) => value.toFixed(4)).join(" ");
}
