/** Groups of duplicates, with their pictures side by side. */
import { formatCount, formatInteger } from "@inception-edge/host";
import type { NamedImage } from "../image-report.ts";
import type { PagePictures } from "../pictures/page-pictures.ts";
import type { DuplicateGroup, Report } from "../report.ts";
import { html, type Html } from "./html.ts";

/** Most groups on the page, and most images shown of each. */
const GROUPS = 60;
const IMAGES = 4;

/** The groups to show, those that do the most harm first: leaks, then conflicts. */
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
      ${formatCount(exact, "group")} of images with identical pixels, and
      ${formatInteger(groups.length - exact)} of near-duplicates or mirror images. A perceptual hash
      proposed ${formatCount(compared, "pair")}; near-duplicates are those with a mean difference of
      at most 12 of 255 and a correlation of at least 0.9. Crops and color changes are not searched
      for, so there may be more
      duplicates.${bounded ? " So many images look alike that not all pairs were compared." : ""}
    </p>
    ${report.structure.valFraction === undefined ? undefined : html`<p>The trainer keeps images that are alike on one side of the split that it makes.</p>`}
    ${report.training.excludes > 0 ? html`<p><code>exclude.txt</code> lists ${formatCount(report.training.excludes, "image")} to exclude from training, with reasons.</p>` : undefined}
    <ul class="pairs">
      ${shown.map((group) => pair(group, pictures, report.structure.valFraction === undefined))}
    </ul>
    ${groups.length > shown.length ? html`<p class="muted">${formatInteger(groups.length - shown.length)} more groups are in report.json.</p>` : undefined}
  </section>`;
}

function pair(
  { kind, difference, images, conflict, leak }: DuplicateGroup,
  { single }: PagePictures,
  hasSplit: boolean,
): Html {
  const rest = images.length - IMAGES;
  const likeness = {
    exact: "identical pixels",
    near: `mean difference ${difference.toFixed(1)} of 255`,
    mirrored: `mirrored, mean difference ${difference.toFixed(1)} of 255`,
  }[kind];
  return html`<li class="pair">
    <div>
      ${images.slice(0, IMAGES).map((image) => side(image, single.get(image.path), hasSplit))}
    </div>
    <p class="tag">
      ${conflict ? html`<b>two labels</b>, ` : undefined}${leak ? html`<b>train and val</b>, ` : undefined}${likeness}${rest > 0 ? `, ${rest} more` : ""}
    </p>
  </li>`;
}

function side(
  { path, split, label }: NamedImage,
  address: string | undefined,
  hasSplit: boolean,
): Html {
  const place = hasSplit ? `, in ${split}` : "";
  return html`<figure>
    ${address ? html`<img loading="lazy" width="64" height="64" src="${address}" alt="${label}${place}" />` : undefined}
    <p title="${path}">
      ${label}<br /><span class="muted"
        >${hasSplit ? html`${split}<br />` : undefined}${fileName(path)}</span
      >
    </p>
  </figure>`;
}

/** The name without folders and extension, since the column is narrow; the tooltip has the whole path. */
function fileName(path: string): string {
  return path.replace(/^.*\//, "").replace(/\.[^.]+$/, "");
}
