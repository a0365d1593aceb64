/** The same picture twice, side by side. */
import { formatCount, formatInteger } from "@inception-edge/host";
import type { PagePictures } from "../pictures/page-pictures.ts";
import type { DuplicateGroup, NamedImage, Report } from "../report.ts";
import { html, type Html } from "./html.ts";

/** Groups on the page, and images of one. */
const GROUPS = 60;
const IMAGES = 4;

/** Leaks first, then conflicts: what does most harm. */
function shownGroups({ duplicates: { groups } }: Report): DuplicateGroup[] {
  return groups.toSorted((a, b) => harm(b) - harm(a)).slice(0, GROUPS);
}

function harm({ leak, conflict }: DuplicateGroup): number {
  return 2 * Number(leak) + Number(conflict);
}

/** Paths of the images that the section shows. */
export function shownDuplicates(report: Report): string[] {
  return shownGroups(report).flatMap(({ images }) =>
    images.slice(0, IMAGES).map(({ path }) => path),
  );
}

export function duplicatesSection(report: Report, pictures: PagePictures): Html {
  const { groups, compared, bounded } = report.duplicates;
  const exact = groups.filter(({ kind }) => kind === "exact").length;
  const shown = shownGroups(report);
  return html`<section aria-labelledby="duplicates">
    <h2 id="duplicates">Duplicates</h2>
    <p>
      ${formatCount(exact, "group")} of images with the same pixels, and
      ${formatInteger(groups.length - exact)} nearly so or mirrored: of
      ${formatCount(compared, "pair")} that a perceptual hash proposed, those within a mean
      difference of 12 of 255 and a correlation of 0.9. Crops and changes of colour are not looked
      for, so there may be
      more.${bounded ? " So many images look alike that not all pairs were compared." : ""}
    </p>
    ${report.exclude.length > 0 ? html`<p><code>exclude.txt</code> lists ${formatCount(report.exclude.length, "training image")} with reasons.</p>` : undefined}
    <ul class="pairs">
      ${shown.map((group) => pair(group, pictures))}
    </ul>
    ${groups.length > shown.length ? html`<p class="muted">${formatInteger(groups.length - shown.length)} more groups are in report.json.</p>` : undefined}
  </section>`;
}

function pair(
  { kind, difference, images, conflict, leak }: DuplicateGroup,
  { single }: PagePictures,
): Html {
  const rest = images.length - IMAGES;
  const likeness = {
    exact: "same pixels",
    near: `${difference.toFixed(1)} of 255 apart`,
    mirrored: `mirrored, ${difference.toFixed(1)} of 255 apart`,
  }[kind];
  return html`<li class="pair">
    <div>${images.slice(0, IMAGES).map((image) => side(image, single.get(image.path)))}</div>
    <p class="tag">
      ${conflict ? html`<b>two labels</b>, ` : undefined}${leak ? html`<b>train and val</b>, ` : undefined}${likeness}${rest > 0 ? `, ${rest} more` : ""}
    </p>
  </li>`;
}

function side({ path, split, label }: NamedImage, address: string | undefined): Html {
  return html`<figure>
    ${address ? html`<img loading="lazy" width="64" height="64" src="${address}" alt="${label}, in ${split}" />` : undefined}
    <p title="${path}">
      ${label}<br /><span class="muted">${split}<br />${fileName(path)}</span>
    </p>
  </figure>`;
}

/** Without its folders and its ending, which are in the title: the column is narrow. */
function fileName(path: string): string {
  return path.replace(/^.*\//, "").replace(/\.[^.]+$/, "");
}
