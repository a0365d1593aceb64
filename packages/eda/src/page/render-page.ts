/** `report.html`: the report on a dataset as a page. */
import { formatCount, formatInteger } from "@inception-edge/host";
import type { PagePictures } from "../pictures/page-pictures.ts";
import type { Report } from "../report.ts";
import { channelsSection } from "./channels-section.ts";
import { balanceSection, gallerySection } from "./classes-section.ts";
import { duplicatesSection, shownDuplicates } from "./duplicates-section.ts";
import { factList } from "./facts.ts";
import { findingsSection, verdict } from "./findings-section.ts";
import { flaggedSection, isAnyFlagged, shownFlagged } from "./flagged-section.ts";
import { html, type Html } from "./html.ts";
import { imagesSection, shownImages } from "./images-section.ts";
import { script } from "./script.ts";
import { sizesSection } from "./sizes-section.ts";
import { trainingSection } from "./training-section.ts";
import { wholePage } from "./whole-page.ts";

/** Paths of the images that need a picture of their own. */
export function shownPaths(report: Report): string[] {
  return [...shownDuplicates(report), ...shownFlagged(report), ...shownImages(report)];
}

export function renderPage(report: Report, pictures: PagePictures): string {
  const { dataset, created, structure, balance, classes, duplicates } = report;
  const facts = {
    ...(structure.valFraction === undefined
      ? {
          "Training images": formatInteger(balance.train.images),
          "Validation images": formatInteger(balance.val.images),
        }
      : { Images: formatInteger(balance.train.images) }),
    Classes: formatInteger(classes.length),
    "Groups of duplicates": formatInteger(duplicates.groups.length),
  };
  return wholePage({
    title: `${dataset.name}: dataset report`,
    script,
    header: html`<p class="kicker">Dataset report, ${created.slice(0, 10)}</p>
      <h1>${dataset.name}</h1>
      <p class="muted">${structure.summary}.</p>
      <p class="verdict">${verdict(report)}</p>
      ${factList(facts)} ${overview(pictures)}
      <nav aria-label="Sections">
        ${Object.entries(sections(report)).map(([id, name]) => html`<a href="#${id}">${name}</a>`)}
      </nav>`,
    main: html`${findingsSection(report)}${trainingSection(report, pictures)}
      <section aria-labelledby="structure">
        <h2 id="structure">Structure</h2>
        <p>${structureSentence(report)}</p>
        ${structure.notices.map((notice) => html`<p>${notice.charAt(0).toUpperCase() + notice.slice(1)}.</p>`)}
        ${
          structure.defects.length > 0
            ? html`<details>
                <summary>${formatCount(structure.defects.length, "defect")}</summary>
                <ul>
                  ${structure.defects.slice(0, 500).map(({ path, message, cure }) => html`<li><code>${path}</code> ${message}; ${cure}</li>`)}
                </ul>
              </details>`
            : undefined
        }
      </section>
      ${duplicatesSection(report, pictures)}${flaggedSection(report, pictures)}${balanceSection(report)}${sizesSection(report)}${imagesSection(report, pictures)}${channelsSection(report)}${gallerySection(report, pictures)}`,
    footer: html`<h2>How it was measured</h2>
      <p>
        All figures are measured on the pixels of the files, decoded by
        <code>${dataset.decoder}</code>, as 64×64 RGB. Sums are exact integers. The dataset’s
        fingerprint is <code>${dataset.fingerprint}</code>. <code>report.json</code> holds every
        figure; <code>channel-stats.json</code> and <code>exclude.txt</code> are for the trainer.
      </p>`,
  });
}

/** An image of each of the first classes. */
function overview({ overview: picture }: PagePictures): Html {
  if (!picture) return html``;
  const { address, images } = picture;
  return html`<img
    class="overview"
    src="${address}"
    width="${66 * images - 2}"
    height="64"
    alt="${formatCount(images, "image")} of the dataset, each of another class where there are so many"
  />`;
}

/** Names of the sections by their ids, in order. */
function sections(report: Report): Record<string, string> {
  return {
    ...(report.findings.length > 0 && { findings: "Findings" }),
    training: "Training",
    duplicates: "Duplicates",
    ...(isAnyFlagged(report) && { flagged: "Flagged" }),
    classes: "Classes",
    ...(report.files.distinctSizes > 0 && { sizes: "Sizes" }),
    images: "Light and focus",
    ...(report.channels.train && { channels: "Channels" }),
    gallery: "Every class",
  };
}

function structureSentence({ structure: { claims, matches } }: Report): string {
  if (!claims) {
    return matches
      ? "Not a known dataset. Classes, labels and folders are consistent."
      : "Not a known dataset. Its layout or labels have defects.";
  }
  return matches
    ? `Class ids and training counts match ${claims}.`
    : `It claims to be ${claims}, but differs from it.`;
}
