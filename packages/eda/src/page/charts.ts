/** Charts as SVG. Colours are the page's classes; every mark says its value to who points at it. */
import { formatInteger } from "@inception-edge/host";
import type { Distribution } from "../analyse/distribution.ts";
import { html, px, type Html } from "./html.ts";

interface Bar {
  readonly value: number;
  /** Shown to who points at the bar. */
  readonly title: string;
}

const WIDTH = 640;

/** Bars side by side from zero up, without axes: the caption names the ends. */
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
    ${bars.map(({ value, title }, at) => {
      const tall = px((value / top) * (height - 1));
      return html`<g class="bar ${kind}"
        ><rect class="hit" x="${px(at * step)}" y="0" width="${px(step)}" height="${height}" /><rect
          x="${px(at * step + gap / 2)}"
          y="${px(height - tall)}"
          width="${px(step - gap)}"
          height="${tall}"
        /><title>${title}</title></g
      >`;
    })}
  </svg>`;
}

/** A distribution with its range, median and percentiles below. */
export function distributionChart(
  { bins, low, high, min, p1, median, p99, max }: Distribution,
  { name, unit = "", digits = 0 }: { name: string; unit?: string; digits?: number },
): Html {
  const width = (high - low) / bins.length;
  const show = (value: number): string =>
    digits > 0 ? value.toFixed(digits) : formatInteger(Math.round(value));
  const bars = bins.map((value, at) => ({
    value,
    title: `${show(low + at * width)} to ${show(low + (at + 1) * width)}${unit}: ${formatInteger(value)} images`,
  }));
  return html`<figure>
    <figcaption><b>${name}</b> median ${show(median)}${unit}</figcaption>
    ${barChart(bars, { label: `${name}: histogram over images, median ${show(median)}${unit}` })}
    <p class="scale">
      <span>${show(low)}</span
      ><span
        >1 % below ${show(p1)}, 1 % above ${show(p99)}; extremes ${show(min)} and ${show(max)}</span
      ><span>${show(high)}</span>
    </p>
  </figure>`;
}

/** Counts of samples 0..255 of red, green and blue as three lines over one scale. */
export function channelChart(histogram: readonly (readonly number[])[], label: string): Html {
  const height = 200;
  const x = (value: number): number => px((value / 255) * WIDTH);
  // White and black pile up; the scale is that of the rest.
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
