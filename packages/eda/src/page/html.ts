/** HTML templates that escape every inserted text: file names and labels are not trusted. */

export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

export type Content = Html | string | number | undefined | readonly Content[];

/** A template such as html`<p title="${any}">${any}</p>`; undefined inserts nothing, a list all its items. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(parts.map((part, index) => part + markupOf(values[index])).join(""));
}

function markupOf(content: Content): string {
  if (content === undefined) return "";
  if (content instanceof Html) return content.markup;
  if (typeof content === "object") return content.map(markupOf).join("");
  return String(content).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Rounds a coordinate to two decimals, finer than any screen shows. */
export function px(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Text with what stands between backticks as code. */
export function coded(text: string): Html[] {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}
