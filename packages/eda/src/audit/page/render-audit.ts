/** `audit.html`: the audit of labels as a page, in the look of the dataset report. */
import { formatCount, formatInteger, formatPercent } from "@inception-edge/host";
import { factList } from "../../page/facts.ts";
import { html } from "../../page/html.ts";
import { wholePage } from "../../page/whole-page.ts";
import type { Audit } from "../audit.ts";
import type { Thumbnail } from "../thumbnails.ts";
import { classesSection, confusionsSection } from "./classes-section.ts";
import { doubtsSection, outliersSection, shownDoubts, shownOutliers } from "./images-section.ts";

/** What the page shows beside the audit. */
export interface AuditPictures {
  /** By path. */
  readonly thumbnails: ReadonlyMap<string, Thumbnail>;
  /** Why there are no pictures, as a sentence; absent if there are. */
  readonly missing?: string | undefined;
}

/** Photographs keep their proportions, where the report's images are squares. */
const PROPORTIONS =
  ".pair img, .pictures img { object-fit: contain } .pair .muted { white-space: nowrap }";

/** Paths of the images that the page shows. */
export function shownPaths(audit: Audit): string[] {
  return [...shownDoubts(audit), ...shownOutliers(audit)].map(({ path }) => path);
}

/** The audit in one sentence. */
export function verdict({ doubts, images, wrongShare }: Audit): string {
  const confident = doubts.filter(({ isConfident }) => isConfident).length;
  if (confident === 0) return `The model doubts none of the ${formatInteger(images)} labels.`;
  return `The model doubts ${formatCount(confident, "label")} of ${formatInteger(images)}; by its estimate, ${formatPercent(wrongShare)} of the labels are wrong.`;
}

/** Below this share of labels that a model agrees with, it says little about the others. */
const LEAST_AGREEMENT = 0.5;

/** A sentence if the model knows too little to judge by; else undefined. */
export function weakness({ agreement }: Pick<Audit, "agreement">): string | undefined {
  if (agreement >= LEAST_AGREEMENT) return undefined;
  return `The model agrees with only ${formatPercent(agreement, 1)} of the labels, too few to doubt the others by; train longer, then audit again.`;
}

export function renderAudit(audit: Audit, pictures: AuditPictures): string {
  const { dataset, created, how, images, agreement, classes, outliers } = audit;
  const facts = {
    Images: formatInteger(images),
    Classes: formatInteger(classes.length),
    "Labels that the model agrees with": formatPercent(agreement, 1),
    "Labels estimated to be wrong": formatPercent(audit.wrongShare, 1),
  };
  return wholePage({
    title: `${dataset.name}: audit of the labels`,
    css: PROPORTIONS,
    header: html`<p class="kicker">Audit of the labels, ${created.slice(0, 10)}</p>
      <h1>${dataset.name}</h1>
      <p class="verdict">${[verdict(audit), weakness(audit)].filter(Boolean).join(" ")}</p>
      ${factList(facts)}
      <nav aria-label="Sections">
        <a href="#doubts">Doubted labels</a><a href="#classes">Classes</a
        ><a href="#confusions">Confused classes</a
        >${outliers.length > 0 ? html`<a href="#outliers">Outliers</a>` : undefined}
      </nav>`,
    main: html`${pictures.missing ? html`<p class="muted">${pictures.missing}</p>` : undefined}
    ${doubtsSection(audit, pictures.thumbnails)}${classesSection(audit)}${confusionsSection(audit)}${outliersSection(audit, pictures.thumbnails)}`,
    footer: html`<h2>How it was found</h2>
      <p>
        Each image was judged by a model that had not been trained on it (${how}), and by the images
        that look like it. A label is doubted if another class is likelier, with confidence if the
        image counts as that class by confident learning (Northcutt et al. 2021). The dataset’s
        fingerprint is
        <code>${dataset.fingerprint}</code>. <code>audit.json</code> holds every figure;
        <code>relabel.csv</code> is for the trainer, once you have edited it.
      </p>`,
  });
}
