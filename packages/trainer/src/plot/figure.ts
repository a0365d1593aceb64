/**
 * The frame of every figure: its size, a background of its own (so that it is readable on any page), styles, and a
 * description for screen readers. Light by default, dark if the reader's system is.
 */
import { element, escapeXml, text } from "./svg.ts";

/** Size and texts of a figure. */
export interface FigureOptions {
  /** px */
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** One line below the title. */
  readonly subtitle: string;
}

/** Top of a figure's content, below title and subtitle, px. */
export const FIGURE_TOP = 76;

/** Text colors have a contrast of at least 4.5 with their background (WCAG 2.2, 1.4.3). */
const light = {
  background: "#ffffff",
  text: "#1f2328",
  muted: "#59636e",
  grid: "#e4e8ec",
  train: "#2563a8",
  heldOut: "#bc4a0c",
};
const dark: typeof light = {
  background: "#0d1117",
  text: "#e6edf3",
  muted: "#9198a1",
  grid: "#262c36",
  train: "#79b8ff",
  heldOut: "#ff9a5c",
};

/** The figure as an SVG document. */
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

function colors(theme: typeof light): string {
  return `
.background { fill: ${theme.background} }
text { fill: ${theme.text} }
text.muted { fill: ${theme.muted} }
.grid { stroke: ${theme.grid} }
.axis { stroke: ${theme.muted} }
.diagonal { stroke: ${theme.text} }
.frame { fill: none; stroke: ${theme.grid} }
.fill.muted { fill: ${theme.muted} }
text.train, .fill.train { fill: ${theme.train} }
text.held-out, .fill.held-out { fill: ${theme.heldOut} }
.line.train { stroke: ${theme.train} }
.line.held-out { stroke: ${theme.heldOut} }
`;
}

const styles = `
text { font: 400 12px Inter, system-ui, "Segoe UI", Roboto, sans-serif }
text.title { font-size: 18px; font-weight: 600 }
text.heading { font-size: 13px; font-weight: 600 }
text.label { font-weight: 600 }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round }
.dashed { stroke-dasharray: 3 4 }
${colors(light)}
@media (prefers-color-scheme: dark) {${colors(dark)}}
`;
