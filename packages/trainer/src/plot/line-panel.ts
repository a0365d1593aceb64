/**
 * Draws a chart of lines over epochs. The axis starts at zero, so that differences are not exaggerated, and each line's
 * name and last value are at its end instead of in a legend.
 */
import { element, polyline, text } from "./svg.ts";
import { niceTicks } from "./ticks.ts";

/** One line of a chart. */
export interface Line {
  /** The CSS class that colors it: see ./figure.ts. */
  readonly name: "train" | "held-out";
  readonly label: string;
  /** One value for each epoch, not negative; values that are not finite are left out. */
  readonly values: readonly number[];
}

/** Texts and position of a chart. */
export interface LinePanelOptions {
  readonly heading: string;
  /** Written after every number, such as " %". */
  readonly unit: string;
  /** Decimals of the values at the lines' ends. */
  readonly digits: number;
  /** The epoch to mark, from 1. */
  readonly marked: number | undefined;
  /** The plotting area, px: tick labels are to its left, line labels to its right. */
  readonly area: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

/** Labels closer than this would touch, px. */
const LABEL_HEIGHT = 16;

/** The chart as an SVG group. */
export function linePanel(lines: readonly Line[], options: LinePanelOptions): string {
  const { heading, unit, digits, marked, area } = options;
  const finite = lines.flatMap(({ values }) => values.filter(Number.isFinite));
  const vertical = niceTicks(0, Math.max(...finite, 0), 5);
  const top = vertical.values.at(-1)!;
  const epochs = Math.max(...lines.map(({ values }) => values.length));
  const x = (epoch: number): number =>
    area.x + area.width * (epochs === 1 ? 0.5 : (epoch - 1) / (epochs - 1));
  const y = (value: number): number => area.y + area.height * (1 - value / top);
  const right = area.x + area.width;

  const grid = vertical.values.flatMap((value) => [
    element("path", {
      class: value === 0 ? "axis" : "grid",
      d: `M${area.x} ${y(value)}H${right}`,
    }),
    text(value.toFixed(vertical.digits) + unit, {
      class: "muted",
      x: area.x - 10,
      y: y(value) + 4,
      "text-anchor": "end",
    }),
  ]);
  const epochTicks = labeledEpochs(epochs).map((epoch) =>
    text(String(epoch), {
      class: "muted",
      x: x(epoch),
      y: area.y + area.height + 20,
      "text-anchor": "middle",
    }),
  );
  return element(
    "g",
    {},
    text(heading, { class: "heading", x: area.x, y: area.y - 28 }),
    ...grid,
    ...epochTicks,
    text("epoch", {
      class: "muted",
      x: area.x - 10,
      y: area.y + area.height + 20,
      "text-anchor": "end",
    }),
    marked === undefined ? "" : mark(),
    ...lines.map(curve),
    ...endLabels(),
  );

  function mark(): string {
    const markX = x(marked!);
    return (
      element("path", {
        class: "axis dashed",
        d: `M${markX} ${area.y - 4}V${area.y + area.height}`,
      }) +
      text(`best, epoch ${marked}`, {
        class: "muted",
        x: Math.min(Math.max(markX, area.x + 40), right - 40),
        y: area.y - 10,
        "text-anchor": "middle",
      })
    );
  }

  function curve({ name, values }: Line): string {
    const points = values
      .map((value, index) => [x(index + 1), y(value)] as const)
      .filter(([, height]) => Number.isFinite(height));
    // Epochs are marked by dots while there is room for them.
    const dots = epochs > 25 ? [] : points;
    return (
      element("path", { class: `line ${name}`, d: polyline(points) }) +
      dots.map(([cx, cy]) => element("circle", { class: `fill ${name}`, cx, cy, r: 3 })).join("")
    );
  }

  /** Labels at the heights of their lines' ends, moved apart where they would overlap. */
  function endLabels(): string[] {
    const ends = lines
      .map(({ name, label, values }) => ({ name, label, value: values.at(-1)! }))
      .filter(({ value }) => Number.isFinite(value))
      .toSorted((a, b) => b.value - a.value)
      .map((end) => ({ ...end, labelY: y(end.value) }));
    for (const [index, end] of ends.entries()) {
      const above = ends[index - 1];
      const overlap = above ? above.labelY + LABEL_HEIGHT - end.labelY : 0;
      if (above && overlap > 0) {
        above.labelY -= overlap / 2;
        end.labelY += overlap / 2;
      }
    }
    return ends.map(({ name, label, value, labelY }) =>
      text(`${label} ${value.toFixed(digits)}${unit}`, {
        class: `label ${name}`,
        x: x(epochs) + 14,
        y: labelY + 4,
      }),
    );
  }
}

/** Epochs whose numbers fit below the axis: 1, round ones, and the last one instead of a close neighbor. */
function labeledEpochs(epochs: number): number[] {
  const { values } = niceTicks(0, epochs, 6);
  const step = Math.max(1, values[1]!);
  const named = [1];
  for (let epoch = step; epoch <= epochs; epoch += step) {
    if (epoch - 1 >= step / 2 && epochs - epoch >= step / 2) named.push(epoch);
  }
  return epochs > 1 ? [...named, epochs] : named;
}
