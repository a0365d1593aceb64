/**
 * Draws the reliability diagram: the share of correct predictions at each confidence. Bars that end below the diagonal
 * are overconfident; the strip below shows the number of predictions in each bar.
 */
import { formatPercent } from "@inception-edge/host";
import type { Reliability, ReliabilityBin } from "../evaluate/reliability.ts";
import { figure, FIGURE_TOP } from "./figure.ts";
import { element, text } from "./svg.ts";

const LEFT = 64; // px, as all below
const TOP = FIGURE_TOP + 12;
/** Side of the square; its diagonal is perfect calibration. */
const SIDE = 328;
const STRIP = { top: TOP + SIDE + 40, height: 48 };

/** The diagram as an SVG document. */
export function reliabilitySvg(
  { bins, ece }: Reliability,
  { title }: { readonly title: string },
): string {
  const largest = Math.max(...bins.map(({ count }) => count));
  const height = STRIP.top + STRIP.height + 28;
  const subtitle = `Expected calibration error ${formatPercent(ece, 1)}. Bars: share of correct predictions`;
  return figure(
    [
      ...[0, 0.25, 0.5, 0.75, 1].map(tick),
      ...bins.map((bin) => bar(bin, largest)),
      element("path", { class: "diagonal dashed", d: `M${x(0)} ${y(0)}L${x(1)} ${y(1)}` }),
      element("path", { class: "axis", d: `M${LEFT} ${STRIP.top + STRIP.height}h${SIDE}` }),
      text("confidence", { class: "muted", x: x(1) + 22, y: y(0) + 20 }),
      text("predictions", { class: "muted", x: x(1) + 22, y: STRIP.top + STRIP.height }),
    ],
    { width: LEFT + SIDE + 104, height, title, subtitle },
  );
}

function bar({ lower, upper, count, accuracy }: ReliabilityBin, largest: number): string {
  if (accuracy === null) return "";
  const span = { x: x(lower) + 1, width: x(upper) - x(lower) - 2 };
  const height = (count / largest) * STRIP.height;
  return (
    element("rect", {
      class: "fill train",
      opacity: 0.6,
      ...span,
      y: y(accuracy),
      height: y(0) - y(accuracy),
    }) +
    element("rect", {
      class: "fill muted",
      opacity: 0.6,
      ...span,
      y: STRIP.top + STRIP.height - height,
      height,
    })
  );
}

function tick(value: number): string {
  const label = formatPercent(value, 0);
  return (
    element("path", { class: value === 0 ? "axis" : "grid", d: `M${LEFT} ${y(value)}h${SIDE}` }) +
    text(label, { class: "muted", x: LEFT - 10, y: y(value) + 4, "text-anchor": "end" }) +
    text(label, { class: "muted", x: x(value), y: y(0) + 20, "text-anchor": "middle" })
  );
}

const x = (fraction: number): number => LEFT + fraction * SIDE;
const y = (fraction: number): number => TOP + (1 - fraction) * SIDE;
