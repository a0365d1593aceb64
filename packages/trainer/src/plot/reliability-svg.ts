/**
 * The reliability diagram: how many of the answers of each confidence are right. Bars that end below the
 * diagonal are overconfident; the strip underneath shows how many answers each bar speaks for.
 */
import { formatPercent } from "@inception-edge/host";
import type { Reliability, ReliabilityBin } from "../evaluate/reliability.ts";
import { figure, FIGURE_TOP } from "./figure.ts";
import { element, text } from "./svg.ts";

const LEFT = 64; // px, as all below
const TOP = FIGURE_TOP + 12;
/** Of the square whose diagonal is perfect calibration. */
const SIDE = 328;
const STRIP = { top: TOP + SIDE + 40, height: 48 };

export function reliabilitySvg(
  { bins, ece }: Reliability,
  { title }: { readonly title: string },
): string {
  const most = Math.max(...bins.map(({ count }) => count));
  const height = STRIP.top + STRIP.height + 28;
  const subtitle = `Expected reliability error ${formatPercent(ece, 1)}. Bars: share of answers that are right`;
  return figure(
    [
      ...[0, 0.25, 0.5, 0.75, 1].map(tick),
      ...bins.map((bin) => bar(bin, most)),
      element("path", { class: "diagonal dashed", d: `M${x(0)} ${y(0)}L${x(1)} ${y(1)}` }),
      element("path", { class: "axis", d: `M${LEFT} ${STRIP.top + STRIP.height}h${SIDE}` }),
      text("confidence", { class: "muted", x: x(1) + 22, y: y(0) + 20 }),
      text("answers", { class: "muted", x: x(1) + 22, y: STRIP.top + STRIP.height }),
    ],
    { width: LEFT + SIDE + 104, height, title, subtitle },
  );
}

function bar({ lower, upper, count, accuracy }: ReliabilityBin, most: number): string {
  if (accuracy === null) return "";
  const span = { x: x(lower) + 1, width: x(upper) - x(lower) - 2 };
  const height = (count / most) * STRIP.height;
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

function tick(at: number): string {
  const label = formatPercent(at, 0);
  return (
    element("path", { class: at === 0 ? "axis" : "grid", d: `M${LEFT} ${y(at)}h${SIDE}` }) +
    text(label, { class: "muted", x: LEFT - 10, y: y(at) + 4, "text-anchor": "end" }) +
    text(label, { class: "muted", x: x(at), y: y(0) + 20, "text-anchor": "middle" })
  );
}

const x = (fraction: number): number => LEFT + fraction * SIDE;
const y = (fraction: number): number => TOP + (1 - fraction) * SIDE;
