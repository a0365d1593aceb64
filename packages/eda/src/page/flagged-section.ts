/** The flagged images, by flag, each with its thumbnail. */
import { formatCount, formatInteger } from "@inception-edge/host";
import { flagWords } from "../analyze/flag-findings.ts";
import { flags, type Flag } from "../image-report.ts";
import type { PagePictures } from "../pictures/page-pictures.ts";
import type { Report } from "../report.ts";
import { html, type Html } from "./html.ts";
import { pictureGrid } from "./picture-grid.ts";

/** Images shown of each flag: two rows on a wide screen. */
const SHOWN = 16;

/** Paths of the images that the section shows. */
export function shownFlagged({ images: { flagged } }: Report): string[] {
  return flags.flatMap((flag) => flagged[flag].images.slice(0, SHOWN).map(({ path }) => path));
}

export function isAnyFlagged({ images: { flagged } }: Report): boolean {
  return flags.some((flag) => flagged[flag].images.length > 0);
}

export function flaggedSection(report: Report, pictures: PagePictures): Html {
  if (!isAnyFlagged(report)) return html``;
  return html`<section aria-labelledby="flagged">
    <h2 id="flagged">Flagged images</h2>
    <p>
      Worth a look, the worst first: a flag is a hint and not a verdict.
      <code>flagged.csv</code> has a row for each of them, and for every other file with a finding.
    </p>
    ${flags.map((flag) => flagGroup(flag, report, pictures))}
  </section>`;
}

function flagGroup(flag: Flag, { images: { flagged } }: Report, { single }: PagePictures): Html {
  const { images } = flagged[flag];
  if (images.length === 0) return html``;
  const { title, measure, digits } = flagWords[flag];
  const rest = images.length - SHOWN;
  const shown = images
    .slice(0, SHOWN)
    .map((image) => ({ ...image, caption: image.value.toFixed(digits) }));
  return html`<h3 class="group">
      ${title} <span class="muted">${formatCount(images.length, "image")}, by ${measure}</span>
    </h3>
    ${pictureGrid(shown, single)}
    ${rest > 0 ? html`<p class="muted">${formatInteger(rest)} more are in flagged.csv.</p>` : undefined}`;
}
