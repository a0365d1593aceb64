/** The few figures at the head of a page. */
import { html, type Html } from "./html.ts";

/** @param facts figures by their names, as text */
export function factList(facts: Readonly<Record<string, string>>): Html {
  return html`<dl class="facts">
    ${Object.entries(facts).map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
