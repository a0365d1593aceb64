/** Writes SVG as text: escaped, and with two decimals, which is finer than any screen. */

/** Attributes by name; numbers are rounded. */
export type Attributes = Readonly<Record<string, string | number>>;

/** `<name …>children</name>`. The children are markup: pass text through `text` or `escapeXml`. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === "number" ? round(value) : escapeXml(value)}"`,
  );
  const open = `<${name}${written.join("")}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join("")}</${name}>`;
}

/** A `<text>` element. */
export function text(content: string, attributes: Attributes): string {
  return element("text", attributes, escapeXml(content));
}

/** The `d` attribute of a path through `points`, each `[x, y]`. */
export function polyline(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([x, y], index) => `${index === 0 ? "M" : "L"}${round(x)} ${round(y)}`)
    .join("");
}

/** Text as XML character data. */
export function escapeXml(content: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return content.replace(/[&<>"]/g, (character) => entities[character]!);
}

/** Rounds to two decimals. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
