/** Images side by side, each with its label and what was measured of it. */
import type { NamedImage } from "../image-report.ts";
import { html, type Html } from "./html.ts";

/** An image, and a line about it. */
export interface Captioned extends NamedImage {
  readonly caption: string;
}

/** @param addresses `data:` addresses by path; an image without one is only named */
export function pictureGrid(
  images: readonly Captioned[],
  addresses: ReadonlyMap<string, string>,
): Html {
  return html`<ul class="pictures">
    ${images.map(({ path, label, caption }) => {
      const address = addresses.get(path);
      return html`<li>
        ${address ? html`<img loading="lazy" width="64" height="64" src="${address}" alt="${label}" />` : undefined}
        <p title="${path}">${label}<br /><span class="muted">${caption}</span></p>
      </li>`;
    })}
  </ul>`;
}
