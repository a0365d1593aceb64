/** The images whose labels are doubted and those that are like no other, each with its picture. */
import { formatInteger, formatPercent } from "@inception-edge/host";
import { html, type Html } from "../../page/html.ts";
import type { Audit, Doubt, Outlier } from "../audit.ts";
import type { Thumbnail } from "../thumbnails.ts";

/** Most images on the page; the files have all of them. */
const DOUBTS = 120;
const OUTLIERS = 24;

type Thumbnails = ReadonlyMap<string, Thumbnail>;

/** The doubts that the section shows. */
export function shownDoubts({ doubts }: Audit): readonly Doubt[] {
  return doubts.slice(0, DOUBTS);
}

/** The outliers that the section shows. */
export function shownOutliers({ outliers }: Audit): readonly Outlier[] {
  return outliers.slice(0, OUTLIERS);
}

export function doubtsSection(audit: Audit, thumbnails: Thumbnails): Html {
  const { doubts } = audit;
  const shown = shownDoubts(audit);
  return html`<section aria-labelledby="doubts">
    <h2 id="doubts">Doubted labels</h2>
    ${
      doubts.length === 0
        ? html`<p>There is no image that the model takes for another class than its label says.</p>`
        : html`<p>
            The likeliest mistakes come first. In <code>relabel.csv</code>, write
            <code>replace</code> or <code>remove</code> in the column <code>action</code> where you
            agree, or another class into <code>suggested</code>, and give the file to the trainer:
            <code>--relabel relabel.csv</code>.
          </p>`
    }
    <ul class="pairs">
      ${shown.map((doubt) => doubtCard(doubt, { audit, thumbnails }))}
    </ul>
    ${doubts.length > shown.length ? html`<p class="muted">${formatInteger(doubts.length - shown.length)} more are in relabel.csv.</p>` : undefined}
  </section>`;
}

function doubtCard(
  { path, label, suggested, score, suggestedScore, isConfident }: Doubt,
  { audit: { classes }, thumbnails }: { readonly audit: Audit; readonly thumbnails: Thumbnails },
): Html {
  const [given, other] = [classes[label]!.label, classes[suggested]!.label];
  return html`<li class="pair">
    <div>
      <figure>${picture(thumbnails.get(path), `An image with the label ${given}`)}</figure>
      <figure>
        <p>
          <span class="muted">label</span><br /><b>${given}</b>
          <span class="muted">${formatPercent(score)}</span>
        </p>
        <p>
          <span class="muted">rather</span><br /><b>${other}</b>
          <span class="muted">${formatPercent(suggestedScore)}</span>
        </p>
      </figure>
    </div>
    <p class="tag"><code>${path}</code>${isConfident ? undefined : ", less sure"}</p>
  </li>`;
}

export function outliersSection(audit: Audit, thumbnails: Thumbnails): Html {
  if (audit.outliers.length === 0) return html``;
  return html`<section aria-labelledby="outliers">
    <h2 id="outliers">Outliers</h2>
    <p>
      The images farthest from all others by their features: of another subject, of another kind, or
      broken. An outlier may well have the right label.
    </p>
    <ul class="pictures">
      ${shownOutliers(audit).map(({ path, label, distance }) => {
        const name = audit.classes[label]!.label;
        return html`<li>
          ${picture(thumbnails.get(path), `An image with the label ${name}`)}
          <p title="${path}">
            ${name}<br /><span class="muted">${distance.toFixed(2)}<br />${fileName(path)}</span>
          </p>
        </li>`;
      })}
    </ul>
  </section>`;
}

function picture(thumbnail: Thumbnail | undefined, alt: string): Html | undefined {
  return (
    thumbnail &&
    html`<img
      loading="lazy"
      width="${thumbnail.width}"
      height="${thumbnail.height}"
      src="${thumbnail.address}"
      alt="${alt}"
    />`
  );
}

/** The name without folders, since the column is narrow; the tooltip has the whole path. */
function fileName(path: string): string {
  return path.replace(/^.*\//, "");
}
