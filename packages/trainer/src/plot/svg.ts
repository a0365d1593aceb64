/** SVG as text: escaped, with coordinates of two decimals, which is finer than any screen shows. */

export type Attributes = Readonly<Record<string, string | number>>;

/** `<name …>children</name>`; children are markup already, so text goes through `text` or `escapeXml`. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === "number" ? round(value) : escapeXml(value)}"`,
  );
  const open = `<${name}${written.join("")}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join("")}</${name}>`;
}

export function text(content: string, attributes: Attributes): string {
  return element("text", attributes, escapeXml(content));
}

/** A line through `points`, `[x, y]` each, as the `d` of a path. */
export function polyline(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([x, y], index) => `${index === 0 ? "M" : "L"}${round(x)} ${round(y)}`)
    .join("");
}

export function escapeXml(content: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return content.replace(/[&<>"]/g, (character) => entities[character]!);
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
