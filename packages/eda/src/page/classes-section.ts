/** How images are spread over classes, and each class with its pictures. */
import { formatCount, formatInteger, formatPercent } from "@inception-edge/host";
import { greyImages } from "../analyse/grey.ts";
import type { ClassPicture, PagePictures } from "../pictures/page-pictures.ts";
import type { ClassReport, Report } from "../report.ts";
import { barChart } from "./charts.ts";
import { html, type Html } from "./html.ts";

/** Bars of a chart, and classes with a card of their own; class-distribution.csv has them all. */
const BARS = 400;
const CARDS = 1500;

export function balanceSection({ balance, classes }: Report): Html {
  const splits = (["train", "val"] as const).filter((split) => balance[split].images > 0);
  return html`<section aria-labelledby="classes">
    <h2 id="classes">Classes</h2>
    <p>
      Imbalance is the largest class over the smallest. Entropy is 1 where all classes have the same
      share; its exponential is how many equally large classes would be as varied.
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
            const of = balance[split];
            return html`<tr>
              <th scope="row">${split}</th>
              <td>${formatInteger(of.images)}</td>
              <td>${formatInteger(of.fewest)}</td>
              <td>${formatInteger(of.most)}</td>
              <td>${of.imbalanceRatio.toFixed(2)}</td>
              <td>${of.normalizedEntropy.toFixed(4)}</td>
              <td>${of.effectiveClasses.toFixed(1)}</td>
              <td>${of.missing.length}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
    <div class="two">
      ${splits
        .filter((split) => balance[split].imbalanceRatio > 1 || balance[split].missing.length > 0)
        .map((split) => distribution(split, classes))}
    </div>
  </section>`;
}

function distribution(split: "train" | "val", classes: readonly ClassReport[]): Html {
  const sorted = classes.toSorted((a, b) => b[split] - a[split]);
  const step = Math.max(1, Math.ceil(sorted.length / BARS));
  const shown = sorted.filter((_, at) => at % step === 0 || at === sorted.length - 1);
  const bars = shown.map((of) => ({
    value: of[split],
    title: `${of.label}: ${formatInteger(of[split])}`,
  }));
  const most = sorted[0]?.[split] ?? 0;
  const fewest = sorted.at(-1)?.[split] ?? 0;
  return html`<figure>
    <figcaption><b>Images per class, ${split}</b> largest first</figcaption>
    ${barChart(bars, { label: `Images of each class in ${split}, from ${most} to ${fewest}`, kind: split })}
    <p class="scale">
      <span>${formatInteger(most)}</span
      ><span>${formatCount(classes.length, "class", "classes")}</span
      ><span>${formatInteger(fewest)}</span>
    </p>
  </figure>`;
}

/** Classes with the most grey images, as bars. */
export function greySection({ classes, files }: Report): Html {
  const most = classes
    .filter((of) => greyImages(of) > 0)
    .toSorted((a, b) => greyImages(b) - greyImages(a));
  if (most.length === 0) return html``;
  const { oneChannel, greyStoredAsColour, nearlyGrey } = files.colour.train;
  return html`<figure>
    <figcaption>
      <b>Grey images</b> of train, by class; the twelve with most of ${most.length}
    </figcaption>
    ${most.slice(0, 12).map(
      (of) =>
        html`<p class="meter">
          <span title="${of.name}">${of.label}</span
          ><span
            ><i
              style="width:${((100 * greyImages(of)) / greyImages(most[0]!)).toFixed(1)}%"
            ></i></span
          ><span>${greyImages(of)} of ${formatInteger(of.train)}</span>
        </p>`,
    )}
    <p class="muted">
      ${formatInteger(oneChannel)} have one channel in the file,
      ${formatInteger(greyStoredAsColour)} have three equal ones; ${formatInteger(nearlyGrey)} more
      are nearly grey (channels within 8 of 255).
    </p>
  </figure>`;
}

export function gallerySection({ classes }: Report, pictures: PagePictures): Html {
  return html`<section aria-labelledby="gallery">
    <h2 id="gallery">Every class</h2>
    <p>
      First the mean of all its training images, then samples. A mean that shows a shape says that
      the class is always photographed
      alike.${classes.length > CARDS ? ` The first ${formatInteger(CARDS)} classes by id.` : ""}
    </p>
    <form name="classes" hidden>
      <label
        >Find <input name="find" type="search" autocomplete="off" placeholder="name or id"
      /></label>
      <label
        >Order
        <select name="sort">
          <option value="wnid">by id</option>
          <option value="label">by name</option>
          <option value="train">most images</option>
          <option value="grey">most grey</option>
          <option value="light">brightest</option>
        </select></label
      ><label>Shown <output>${formatCount(classes.length, "class", "classes")}</output></label>
    </form>
    <ul class="classes">
      ${classes.slice(0, CARDS).map((of, index) => card(of, pictures.classes[index]))}
    </ul>
  </section>`;
}

function card(of: ClassReport, picture: ClassPicture | undefined): Html {
  const { wnid, label, name, train, val, stored } = of;
  const grey = greyImages(of);
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
    data-wnid="${wnid}"
    data-words="${name.toLowerCase()}"
    data-train="${train}"
    data-grey="${grey}"
    data-light="${light.toFixed(3)}"
  >
    <h3>${label}</h3>
    <p title="${name}">
      ${wnid}, ${formatInteger(train)} train, ${formatInteger(val)}
      val${grey > 0 ? `, ${formatPercent(grey / Math.max(1, train))} grey` : ""}
    </p>
    ${strip}
  </li>`;
}
