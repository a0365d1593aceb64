/** What the trainer would do with the dataset: what it leaves out, how it splits, how it sees an image, and its command line. */
import type { Defect } from "@inception-edge/dataset";
import { formatCount, formatInteger, formatPercent } from "@inception-edge/host";
import { STORED_SIZE } from "@inception-edge/image";
import { isImbalanced } from "../analyze/class-findings.ts";
import { defectKinds } from "../analyze/defect-kinds.ts";
import { INPUT_SIZE } from "../measure/measure-image.ts";
import type { InputView, PagePictures } from "../pictures/page-pictures.ts";
import type { Report } from "../report.ts";
import { coded, html, type Html } from "./html.ts";

/** Most files listed with their reason; flagged.csv has all of them. */
const LISTED = 200;

export function trainingSection(report: Report, { views }: PagePictures): Html {
  const { command, refusals } = report.training;
  return html`<section aria-labelledby="training">
    <h2 id="training">What the trainer would do</h2>
    ${
      command === undefined
        ? html`<p class="refusal">
            It would refuse to start, because of ${formatCount(refusals, "defect")}: see
            <a href="#findings">Findings</a>.
          </p>`
        : html`<pre class="command"><code>${command}</code></pre>`
    }
    <dl class="plan">
      ${Object.entries(steps(report)).map(
        ([step, sentence]) =>
          html`<div>
            <dt>${step}</dt>
            <dd>${coded(sentence)}</dd>
          </div>`,
      )}
    </dl>
    ${leftOutList(report)} ${views.length > 0 ? inputFigure(views) : undefined}
  </section>`;
}

function steps(report: Report): Record<string, string> {
  return {
    "Leave out": leaveOut(report),
    Split: split(report),
    Exclude: exclude(report),
    Balance: balance(report),
  };
}

function leaveOut({ files: { defects }, structure }: Report): string {
  const passed = Object.entries(structure.passedOver);
  const names = passed.slice(0, 5).map(([name, count]) => `${formatInteger(count)} \`${name}\``);
  const passing =
    passed.length === 0
      ? ""
      : ` Hidden and system files are passed over: ${names.join(", ")}${passed.length > 5 ? " and others" : ""}.`;
  if (structure.layout === "tiny-imagenet") {
    return `Nothing: in Tiny ImageNet’s layout every file has to be right, unless it is excluded.${passing}`;
  }
  if (defects.length === 0) return `Nothing: every file can be used.${passing}`;
  return `${formatCount(defects.length, "file")} that cannot be used: ${defectKinds(defects)}. \`--strict\` refuses instead.${passing}`;
}

function split({ balance: { train, val }, structure: { valFraction } }: Report): string {
  const heldOut =
    "A tenth of those to train on is held out, to choose the best weights by and to stop in time";
  if (valFraction === undefined) {
    return `${formatInteger(train.images)} images to train on and ${formatInteger(val.images)} to validate on, as they come. ${heldOut}.`;
  }
  const apart = Math.round(train.images * valFraction);
  return `There is no validation split: ${formatPercent(valFraction)} of each class, about ${formatInteger(apart)} of the ${formatInteger(train.images)} images, are set apart to validate on. Images that are alike stay on one side. ${heldOut}.`;
}

function exclude({ training: { excludes }, duplicates: { groups } }: Report): string {
  if (excludes === 0) {
    return groups.length === 0
      ? "Nothing: no image is like another."
      : "Nothing that is to train on.";
  }
  return `${formatCount(excludes, "image")} that ${excludes === 1 ? "is" : "are"} like others that stay, or ${excludes === 1 ? "contradicts" : "contradict"} them: \`exclude.txt\` gives each reason.`;
}

function balance({ balance: { train } }: Report): string {
  if (train.imbalanceRatio === 0) return "There is nothing to balance.";
  const ratio = `The largest class has ${train.imbalanceRatio.toFixed(1)} times the images of the smallest`;
  return isImbalanced(train)
    ? `${ratio}: \`--balance\` keeps the small ones from being neglected.`
    : `${ratio}: there is no need to.`;
}

function leftOutList({ files: { defects } }: Report): Html {
  if (defects.length === 0) return html``;
  const rest = defects.length - LISTED;
  return html`<details>
    <summary>${formatCount(defects.length, "file")} that cannot be used</summary>
    <ul>
      ${defects.slice(0, LISTED).map(leftOutItem)}${
        rest > 0 ? html`<li>and ${formatInteger(rest)} more, in flagged.csv</li>` : undefined
      }
    </ul>
  </details>`;
}

function leftOutItem({ path, message, cure }: Defect): Html {
  return html`<li><code>${path}</code> ${message}; ${cure}</li>`;
}

function inputFigure(views: readonly InputView[]): Html {
  return html`<figure class="views">
    <figcaption>
      <b>What the network sees</b> Each image is squeezed to ${STORED_SIZE}×${STORED_SIZE}, then
      brought to ${INPUT_SIZE}×${INPUT_SIZE}: scaled, or cropped at the center, as the recipe says.
    </figcaption>
    <ul>
      ${views.map(view)}
    </ul>
  </figure>`;
}

function view({ what, width, height, path, label, original, stored, inputs }: InputView): Html {
  return html`<li>
    <p>
      <b>${what}</b><br /><span class="muted" title="${path}">${label}, ${width}×${height}</span>
    </p>
    <img loading="lazy" src="${original}" alt="${label}, as it is" />
    <span aria-hidden="true">→</span>
    <img
      loading="lazy"
      class="pixels"
      width="${2 * STORED_SIZE}"
      height="${2 * STORED_SIZE}"
      src="${stored}"
      alt="The same, squeezed to ${STORED_SIZE}×${STORED_SIZE}"
    />
    <span aria-hidden="true">→</span>
    ${inputs.map(
      ({ method, address }) =>
        html`<img
          loading="lazy"
          class="pixels"
          width="${2 * INPUT_SIZE}"
          height="${2 * INPUT_SIZE}"
          src="${address}"
          alt="The same as the network’s input, ${method}"
          title="${method}"
        />`,
    )}
  </li>`;
}
