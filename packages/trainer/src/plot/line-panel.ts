/**
 * One chart of lines over epochs, from zero up so that no difference is blown up, its lines named and
 * valued at their ends instead of in a legend.
 */
import { element, polyline, text } from "./svg.ts";
import { niceTicks } from "./ticks.ts";

export interface Line {
  /** The class that colours it: see ./figure.ts. */
  readonly name: "train" | "val";
  readonly label: string;
  /** One value an epoch, from epoch 1, none negative; what is not finite is left out. */
  readonly values: readonly number[];
}

export interface LinePanelOptions {
  readonly heading: string;
  /** Behind every number, such as " %". */
  readonly unit: string;
  /** Digits after the point of the values at the lines' ends. */
  readonly digits: number;
  /** An epoch to point out, from 1. */
  readonly marked: number | undefined;
  /** Of the plotting area, px: ticks are to its left, line labels to its right. */
  readonly area: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

/** Labels closer than this would touch, px. */
const LABEL_HEIGHT = 16;

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
  const epochTicks = epochsToName(epochs).map((epoch) =>
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
    const at = x(marked!);
    return (
      element("path", {
        class: "axis dashed",
        d: `M${at} ${area.y - 4}V${area.y + area.height}`,
      }) +
      text(`best, epoch ${marked}`, {
        class: "muted",
        x: Math.min(Math.max(at, area.x + 40), right - 40),
        y: area.y - 10,
        "text-anchor": "middle",
      })
    );
  }

  function curve({ name, values }: Line): string {
    const points = values
      .map((value, index) => [x(index + 1), y(value)] as const)
      .filter(([, height]) => Number.isFinite(height));
    // Single epochs are told apart while there is room for them.
    const dots = epochs > 25 ? [] : points;
    return (
      element("path", { class: `line ${name}`, d: polyline(points) }) +
      dots.map(([cx, cy]) => element("circle", { class: `fill ${name}`, cx, cy, r: 3 })).join("")
    );
  }

  /** Each at the height of its line's end, or as near to it as the label above allows. */
  function endLabels(): string[] {
    const ends = lines
      .map(({ name, label, values }) => ({ name, label, value: values.at(-1)! }))
      .filter(({ value }) => Number.isFinite(value))
      .toSorted((a, b) => b.value - a.value)
      .map((end) => ({ ...end, at: y(end.value) }));
    for (const [index, end] of ends.entries()) {
      const above = ends[index - 1];
      const overlap = above ? above.at + LABEL_HEIGHT - end.at : 0;
      if (above && overlap > 0) {
        above.at -= overlap / 2;
        end.at += overlap / 2;
      }
    }
    return ends.map(({ name, label, value, at }) =>
      text(`${label} ${value.toFixed(digits)}${unit}`, {
        class: `label ${name}`,
        x: x(epochs) + 14,
        y: at + 4,
      }),
    );
  }
}

/** Epochs whose numbers fit below the axis: 1, round ones, and the last in place of its neighbour. */
function epochsToName(epochs: number): number[] {
  const { values } = niceTicks(0, epochs, 6);
  const step = Math.max(1, values[1]!);
  const named = [1];
  for (let epoch = step; epoch <= epochs; epoch += step) {
    if (epoch - 1 >= step / 2 && epochs - epoch >= step / 2) named.push(epoch);
  }
  return epochs > 1 ? [...named, epochs] : named;
}
