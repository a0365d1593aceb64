/** How images are distributed over classes, and a card with pictures for each class. */
import { formatCount, formatInteger, formatPercent } from "@inception-edge/host";
import { grayImages } from "../analyze/describe-files.ts";
import type { ClassPicture, PagePictures } from "../pictures/page-pictures.ts";
import type { ClassReport, Report } from "../report.ts";
import { barChart } from "./charts.ts";
import { html, type Html } from "./html.ts";

/** Most bars of a chart and most class cards; class-distribution.csv has all classes. */
const BARS = 400;
const CARDS = 1500;
/** Up to so many classes have bars with names. */
const NAMED_BARS = 30;

export function balanceSection({ balance, classes }: Report): Html {
  const splits = (["train", "val"] as const).filter((split) => balance[split].images > 0);
  return html`<section aria-labelledby="classes">
    <h2 id="classes">Classes</h2>
    <p>
      Imbalance is the size of the largest class divided by that of the smallest. Entropy is
      normalized: 1 if all classes have the same size. Effective classes is the number of equally
      large classes with the same entropy.
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label="Balance of the splits">
      <table>
        <thead>
          <tr>
            <th>Split</th>
            <th>Images</th>
            <th>Fewest</th>
            <th>Most</th>
            <th>Imbalance</th>
            <th>Entropy</th>
            <th>Effective classes</th>
            <th>Without images</th>
          </tr>
        </thead>
        <tbody>
          ${splits.map((split) => {
            const { images, fewest, most, missing, ...figures } = balance[split];
            return html`<tr>
              <th scope="row">${split}</th>
              <td>${formatInteger(images)}</td>
              <td>${formatInteger(fewest)}</td>
              <td>${formatInteger(most)}</td>
              <td>${figures.imbalanceRatio.toFixed(2)}</td>
              <td>${figures.normalizedEntropy.toFixed(4)}</td>
              <td>${figures.effectiveClasses.toFixed(1)}</td>
              <td>${missing.length}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
    ${classes.length <= NAMED_BARS ? namedBars(classes) : unnamedBars(splits, { balance, classes })}
  </section>`;
}

/** Few enough classes have a bar with their name each: train and val end to end. */
function namedBars(classes: readonly ClassReport[]): Html {
  const sorted = classes.toSorted((a, b) => b.train + b.val - a.train - a.val);
  const hasVal = classes.some(({ val }) => val > 0);
  const most = Math.max(1, ...sorted.map(({ train, val }) => train + val));
  const width = (images: number): string => `width:${((100 * images) / most).toFixed(2)}%`;
  return html`<figure class="bars">
    <figcaption><b>Images per class</b></figcaption>
    ${sorted.map(
      ({ label, name, train, val }) =>
        html`<p class="meter">
          <span title="${name}">${label}</span
          ><span class="split"
            ><i style="${width(train)}" title="${train} train"></i
            ><i class="val" style="${width(val)}" title="${val} val"></i></span
          ><span>${formatInteger(train)}${hasVal ? ` + ${formatInteger(val)}` : ""}</span>
        </p>`,
    )}
    ${
      hasVal
        ? html`<ul class="legend">
            <li><i style="border-color:var(--bar)"></i>train</li>
            <li><i style="border-color:var(--bar-2)"></i>val</li>
          </ul>`
        : undefined
    }
  </figure>`;
}

function unnamedBars(
  splits: readonly ("train" | "val")[],
  { balance, classes }: Pick<Report, "balance" | "classes">,
): Html {
  return html`<div class="two">
    ${splits
      .filter((split) => balance[split].imbalanceRatio > 1 || balance[split].missing.length > 0)
      .map((split) => distribution(split, classes))}
  </div>`;
}

function distribution(split: "train" | "val", classes: readonly ClassReport[]): Html {
  const sorted = classes.toSorted((a, b) => b[split] - a[split]);
  const step = Math.max(1, Math.ceil(sorted.length / BARS));
  const shown = sorted.filter((_, index) => index % step === 0 || index === sorted.length - 1);
  const bars = shown.map(({ label, [split]: images }) => ({
    value: images,
    title: `${label}: ${formatInteger(images)}`,
  }));
  const most = sorted[0]?.[split] ?? 0;
  const fewest = sorted.at(-1)?.[split] ?? 0;
  return html`<figure>
    <figcaption><b>Images per class, ${split}</b>, largest first</figcaption>
    ${barChart(bars, { label: `Images of each class in ${split}, from ${most} to ${fewest}`, kind: split })}
    <p class="scale">
      <span>${formatInteger(most)}</span
      ><span>${formatCount(classes.length, "class", "classes")}</span
      ><span>${formatInteger(fewest)}</span>
    </p>
  </figure>`;
}

/** The classes with the most gray images, as bars. */
export function graySection({ classes, files }: Report): Html {
  const grayClasses = classes
    .map((report) => ({ ...report, gray: grayImages(report) }))
    .filter(({ gray }) => gray > 0)
    .toSorted((a, b) => b.gray - a.gray);
  if (grayClasses.length === 0) return html``;
  const most = grayClasses[0]!.gray;
  const { oneChannel, greyStoredAsColour, nearlyGrey } = files.colour.train;
  return html`<figure>
    <figcaption>
      <b>Gray images</b> of train, by class: the twelve classes with the most, of
      ${grayClasses.length}
    </figcaption>
    ${grayClasses.slice(0, 12).map(
      ({ name, label, train, gray }) =>
        html`<p class="meter">
          <span title="${name}">${label}</span
          ><span><i style="width:${((100 * gray) / most).toFixed(1)}%"></i></span
          ><span>${gray} of ${formatInteger(train)}</span>
        </p>`,
    )}
    <p class="muted">
      ${formatInteger(oneChannel)} have one channel in the file,
      ${formatInteger(greyStoredAsColour)} have three equal ones; ${formatInteger(nearlyGrey)} more
      are nearly gray (channels within 8 of 255).
    </p>
  </figure>`;
}

export function gallerySection({ classes }: Report, pictures: PagePictures): Html {
  return html`<section aria-labelledby="gallery">
    <h2 id="gallery">Every class</h2>
    <p>
      Each class shows the mean of all its training images, then samples. A mean with a visible
      shape means that the images of the class are composed in the same
      way.${classes.length > CARDS ? ` Only the first ${formatInteger(CARDS)} classes by id are shown.` : ""}
    </p>
    <form name="classes" hidden>
      <label
        >Find <input name="find" type="search" autocomplete="off" placeholder="name or id"
      /></label>
      <label
        >Order
        <select name="sort">
          <option value="id">by id</option>
          <option value="label">by name</option>
          <option value="train">most images</option>
          <option value="gray">most gray</option>
          <option value="light">brightest</option>
        </select></label
      ><label>Shown <output>${formatCount(classes.length, "class", "classes")}</output></label>
    </form>
    <ul class="classes">
      ${classes.slice(0, CARDS).map((report, index) => card(report, pictures.classes[index]))}
    </ul>
  </section>`;
}

function card(report: ClassReport, picture: ClassPicture | undefined): Html {
  const { id, label, name, train, val, stored } = report;
  const gray = grayImages(report);
  const light = stored ? stored.mean[0] + stored.mean[1] + stored.mean[2] : 0;
  const strip = picture
    ? html`<img
        loading="lazy"
        width="${66 * picture.images - 2}"
        height="64"
        src="${picture.address}"
        alt="Mean image and ${picture.images - 1} samples of ${label}"
      />`
    : undefined;
  return html`<li
    data-id="${id}"
    data-words="${name.toLowerCase()}"
    data-train="${train}"
    data-gray="${gray}"
    data-light="${light.toFixed(3)}"
  >
    <h3>${label}</h3>
    <p title="${name}">
      ${id === label ? "" : `${id}, `}${val > 0 ? `${formatInteger(train)} train, ${formatInteger(val)} val` : formatCount(train, "image")}${gray > 0 ? `, ${formatPercent(gray / Math.max(1, train))} gray` : ""}
    </p>
    ${strip}
  </li>`;
}
