/** Charts as SVG. Colors come from the page's style sheet; every mark has its value as a tooltip. */
import { formatCount, formatInteger, formatPercent } from "@inception-edge/host";
import { edgeOf, type Distribution } from "../analyze/distribution.ts";
import { html, px, type Html } from "./html.ts";

interface Bar {
  readonly value: number;
  /** The tooltip. */
  readonly title: string;
}

const WIDTH = 640;

/** Bars side by side, from zero up, without axes: the caption gives the range. */
export function barChart(
  bars: readonly Bar[],
  { label, height = 96, kind = "" }: { label: string; height?: number; kind?: string },
): Html {
  const top = Math.max(...bars.map(({ value }) => value), 1);
  const step = WIDTH / Math.max(1, bars.length);
  const gap = step > 6 ? 1.5 : 0;
  return html`<svg
    class="chart"
    viewBox="0 0 ${WIDTH} ${height}"
    preserveAspectRatio="none"
    role="img"
    aria-label="${label}"
  >
    ${bars.map(({ value, title }, index) => {
      const tall = px((value / top) * (height - 1));
      return html`<g class="bar ${kind}"
        ><rect
          class="hit"
          x="${px(index * step)}"
          y="0"
          width="${px(step)}"
          height="${height}"
        /><rect
          x="${px(index * step + gap / 2)}"
          y="${px(height - tall)}"
          width="${px(step - gap)}"
          height="${tall}"
        /><title>${title}</title></g
      >`;
    })}
  </svg>`;
}

/** A histogram with its median above, its range and percentiles below. */
export function distributionChart(
  distribution: Distribution,
  { name, unit = "", digits = 0 }: { name: string; unit?: string; digits?: number },
): Html {
  const { bins, low, high, min, p1, median, p99, max } = distribution;
  const show = (value: number): string =>
    digits > 0 ? value.toFixed(digits) : formatInteger(Math.round(value));
  const bars = bins.map((value, index) => ({
    value,
    title: `${show(edgeOf(distribution, index))} to ${show(edgeOf(distribution, index + 1))}${unit}: ${formatCount(value, "image")}`,
  }));
  return html`<figure>
    <figcaption><b>${name}</b> median ${show(median)}${unit}</figcaption>
    ${barChart(bars, { label: `${name}: histogram over images, median ${show(median)}${unit}` })}
    <p class="scale">
      <span>${show(low)}</span
      ><span
        >1 % below ${show(p1)}, 1 % above ${show(p99)}; minimum ${show(min)}, maximum
        ${show(max)}</span
      ><span>${show(high)}</span>
    </p>
  </figure>`;
}

/** Ratios that people know, on the scale of {@link shapeChart}. */
const KNOWN_SHAPES = [
  ["1:4", 1 / 4],
  ["1:2", 1 / 2],
  ["3:4", 3 / 4],
  ["1:1", 1],
  ["4:3", 4 / 3],
  ["2:1", 2],
  ["4:1", 4],
] as const;

/** A histogram of width divided by height, upright images left of the middle and wide ones right of it. */
export function shapeChart(bins: readonly number[]): Html {
  const ratioAt = (edge: number): number => 4 ** ((2 * edge) / bins.length - 1);
  const total = bins.reduce((sum, count) => sum + count, 0);
  const middle = (bins.length - 1) / 2;
  const shareOf = (from: number, to: number): string =>
    formatPercent(bins.slice(from, to).reduce((sum, count) => sum + count, 0) / total);
  const kinds = `${shareOf(0, middle)} upright, ${shareOf(middle, middle + 1)} square, ${shareOf(middle + 1, bins.length)} wide`;
  const bars = bins.map((value, index) => {
    const [low, high] = [index, index + 1].map((edge) => ratioAt(edge).toFixed(2));
    const range =
      index === 0
        ? `below ${high}`
        : index === bins.length - 1
          ? `above ${low}`
          : `${low} to ${high}`;
    return { value, title: `width / height ${range}: ${formatCount(value, "image")}` };
  });
  return html`<figure>
    <figcaption><b>Shape</b> ${kinds}</figcaption>
    ${barChart(bars, { label: `Shape: histogram of width divided by height, ${kinds}` })}
    <p class="ticks" aria-hidden="true">
      ${KNOWN_SHAPES.map(([name, ratio]) => {
        const share = (Math.log(ratio) / Math.log(4) + 1) / 2;
        return html`<span style="left:${px(100 * share)}%">${name}</span>`;
      })}
    </p>
  </figure>`;
}

/** Counts of the samples 0..255 of red, green and blue as three lines on one scale. */
export function channelChart(histogram: readonly (readonly number[])[], label: string): Html {
  const height = 200;
  const x = (value: number): number => px((value / 255) * WIDTH);
  // Black and white are often far more frequent than the rest: they do not count for the scale.
  const inner = histogram.flatMap((counts) => counts.slice(1, 255));
  const top = Math.max(...inner, 1) * 1.08;
  const names = ["red", "green", "blue"];
  return html`<svg
    class="chart channels"
    viewBox="0 0 ${WIDTH} ${height}"
    preserveAspectRatio="none"
    role="img"
    aria-label="${label}"
  >
    <path
      class="grid"
      d="M0 ${height * 0.25}H${WIDTH}M0 ${height * 0.5}H${WIDTH}M0 ${height * 0.75}H${WIDTH}"
    />
    ${histogram.map((counts, channel) => {
      const d = counts
        .map(
          (count, value) =>
            `${value === 0 ? "M" : "L"}${x(value)} ${px(height - Math.min(1, count / top) * height)}`,
        )
        .join("");
      return html`<path class="line ${names[channel]}" d="${d}"
        ><title>${names[channel]}</title></path
      >`;
    })}
  </svg>`;
}
