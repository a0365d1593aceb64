/**
 * The frame of every image we draw: size, a background of its own (so that it reads on any page), the
 * styles, and words for those who cannot see it. Light by default; dark where the reader's system is.
 */
import { element, escapeXml, text } from "./svg.ts";

export interface FigureOptions {
  /** px */
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** One line below the title. */
  readonly subtitle: string;
}

/** Where a figure's content may begin: below title and subtitle, px. */
export const FIGURE_TOP = 76;

/** Text colours have a contrast of at least 4.5 on their background (WCAG 2.2, 1.4.3). */
const light = {
  background: "#ffffff",
  text: "#1f2328",
  muted: "#59636e",
  grid: "#e4e8ec",
  train: "#2563a8",
  val: "#bc4a0c",
};
const dark: typeof light = {
  background: "#0d1117",
  text: "#e6edf3",
  muted: "#9198a1",
  grid: "#262c36",
  train: "#79b8ff",
  val: "#ff9a5c",
};

export function figure(content: readonly string[], options: FigureOptions): string {
  const { width, height, title, subtitle } = options;
  const svg = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-labelledby": "title subtitle",
    },
    element("title", { id: "title" }, escapeXml(title)),
    element("desc", { id: "subtitle" }, escapeXml(subtitle)),
    element("style", {}, styles),
    element("rect", { class: "background", width, height }),
    text(title, { class: "title", x: 24, y: 34 }),
    text(subtitle, { class: "muted", x: 24, y: 54 }),
    ...content,
  );
  return `${svg}\n`;
}

function colours(of: typeof light): string {
  return `
.background { fill: ${of.background} }
text { fill: ${of.text} }
text.muted { fill: ${of.muted} }
.grid { stroke: ${of.grid} }
.axis { stroke: ${of.muted} }
.diagonal { stroke: ${of.text} }
.frame { fill: none; stroke: ${of.grid} }
.fill.muted { fill: ${of.muted} }
text.train, .fill.train { fill: ${of.train} }
text.val, .fill.val { fill: ${of.val} }
.line.train { stroke: ${of.train} }
.line.val { stroke: ${of.val} }
`;
}

const styles = `
text { font: 400 12px Inter, system-ui, "Segoe UI", Roboto, sans-serif }
text.title { font-size: 18px; font-weight: 600 }
text.heading { font-size: 13px; font-weight: 600 }
text.label { font-weight: 600 }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round }
.dashed { stroke-dasharray: 3 4 }
${colours(light)}
@media (prefers-color-scheme: dark) {${colours(dark)}}
`;
