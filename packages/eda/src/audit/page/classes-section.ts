/** Which classes have doubted labels, and which are taken for each other. */
import { formatInteger, formatPercent } from "@inception-edge/host";
import { html, type Html } from "../../page/html.ts";
import type { Audit } from "../audit.ts";

/** Most rows of each table; audit.json has all. */
const CLASSES = 60;
const CONFUSIONS = 20;

export function classesSection({ classes }: Audit): Html {
  const shown = classes.toSorted((a, b) => b.wrongShare - a.wrongShare).slice(0, CLASSES);
  return html`<section aria-labelledby="classes">
    <h2 id="classes">Classes</h2>
    <p>
      How many labels of each class are estimated to be wrong, the most first. Classes that look
      alike raise the estimate, mistakes or
      not.${classes.length > shown.length ? ` Only the first ${formatInteger(CLASSES)} are shown.` : ""}
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label="Wrong labels by class">
      <table>
        <thead>
          <tr>
            <th>Label</th>
            <th>Images</th>
            <th>Doubted</th>
            <th>Estimated wrong</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            ({ label, images, doubts, wrongShare }) =>
              html`<tr>
                <th scope="row">${label}</th>
                <td>${formatInteger(images)}</td>
                <td>${formatInteger(doubts)}</td>
                <td>${formatPercent(wrongShare, 1)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

export function confusionsSection({ classes, confusions }: Audit): Html {
  const shown = confusions.slice(0, CONFUSIONS);
  const most = shown[0]?.images ?? 1;
  return html`<section aria-labelledby="confusions">
    <h2 id="confusions">Confused classes</h2>
    ${
      shown.length === 0
        ? html`<p>The model takes no image for another class.</p>`
        : html`<p>How many images with one label the run takes for another class.</p>`
    }
    ${shown.map(({ label, predicted, images, share }) => {
      const names = `${classes[label]!.label} → ${classes[predicted]!.label}`;
      return html`<p class="meter">
        <span title="${names}">${names}</span
        ><span><i style="width:${((100 * images) / most).toFixed(1)}%"></i></span
        ><span>${formatInteger(images)}, ${formatPercent(share, 0)}</span>
      </p>`;
    })}
  </section>`;
}
