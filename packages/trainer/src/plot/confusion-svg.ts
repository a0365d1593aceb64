/**
 * Draws the confusion matrix: rows are actual classes, columns predicted ones, and a cell is darker the larger its share
 * of the row. If there are few classes, they are named at the edges.
 */
import { formatPercent } from "@inception-edge/host";
import type { ClassName } from "../evaluate/confusion.ts";
import { figure, FIGURE_TOP } from "./figure.ts";
import { element, round, text } from "./svg.ts";

const SIDE = 480; // px
const MOST_NAMED = 30; // classes
const LONGEST_NAME = 22; // characters that the margins hold
/** Share of a row at which each shade starts; cells below the first are blank. */
const SHADES = [0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8];

/** @param counts `[classes, classes]`; rows are the actual classes */
export function confusionSvg(
  counts: Int32Array,
  { title, classes }: { readonly title: string; readonly classes: readonly ClassName[] },
): string {
  const size = classes.length;
  const named = size <= MOST_NAMED;
  const left = named ? 176 : 72;
  const top = FIGURE_TOP + (named ? 136 : 40);
  const cell = SIDE / size;

  // One path per shade: one rectangle per cell would take ten times the bytes.
  const paths: string[] = SHADES.map(() => "");
  for (let row = 0; row < size; row += 1) {
    const predictions = counts.subarray(row * size, (row + 1) * size);
    const total = predictions.reduce((sum, count) => sum + count, 0);
    for (const [column, count] of predictions.entries()) {
      const shade = SHADES.findLastIndex((least) => count > 0 && count / total >= least);
      if (shade < 0) continue;
      paths[shade] +=
        `M${round(left + column * cell)} ${round(top + row * cell)}h${round(cell)}v${round(cell)}h${round(-cell)}z`;
    }
  }
  const cells = paths.map((d, shade) =>
    d === ""
      ? ""
      : element("path", { class: "fill train", opacity: (shade + 1) / SHADES.length, d }),
  );
  const correct = classes.reduce((sum, _, index) => sum + counts[index * size + index]!, 0);
  const all = counts.reduce((sum, count) => sum + count, 0);
  return figure(
    [
      element("rect", { class: "frame", x: left, y: top, width: SIDE, height: SIDE }),
      ...cells,
      ...(named ? classes.flatMap(edgeNames) : [sideNames()]),
    ],
    {
      width: left + SIDE + 64,
      height: top + SIDE + 32,
      title,
      subtitle: `${all} images, ${formatPercent(correct / all, 1)} correct. Rows: true class; columns: predicted class`,
    },
  );

  function edgeNames({ label }: ClassName, index: number): string[] {
    const middle = (index + 0.5) * cell;
    const name = label.length > LONGEST_NAME ? `${label.slice(0, LONGEST_NAME - 1)}…` : label;
    return [
      text(name, { x: left - 10, y: top + middle + 4, "text-anchor": "end" }),
      text(name, { transform: `translate(${round(left + middle + 4)} ${top - 10}) rotate(-60)` }),
    ];
  }

  function sideNames(): string {
    const transform = `translate(${left - 12} ${top + SIDE}) rotate(-90)`;
    return (
      text(`${size} classes, in order of id`, { class: "muted", transform }) +
      text("predicted", { class: "muted", x: left, y: top - 12 })
    );
  }
}
