/** Markup by template, in which whatever is not markup is escaped: file names and labels are a stranger's. */

export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

export type Content = Html | string | number | undefined | readonly Content[];

/** html`<p title="${any}">${any}</p>`; undefined is nothing, a list is its items. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(parts.map((part, at) => part + markupOf(values[at])).join(""));
}

function markupOf(content: Content): string {
  if (content === undefined) return "";
  if (content instanceof Html) return content.markup;
  if (typeof content === "object") return content.map(markupOf).join("");
  return String(content).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A coordinate: two decimals are finer than any screen shows. */
export function px(value: number): number {
  return Math.round(value * 100) / 100;
}
