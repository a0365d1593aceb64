/** Brightness, contrast, sharpness and size of the images, and those at the extremes. */
import { formatCount, formatInteger } from "@inception-edge/host";
import type { PagePictures } from "../pictures/page-pictures.ts";
import type { RankedImage, Report } from "../report.ts";
import { distributionChart } from "./charts.ts";
import { graySection } from "./classes-section.ts";
import { html, type Html } from "./html.ts";

/** Images shown at each extreme: a row on a wide screen. */
const SHOWN = 8;

/** Key in the report, title, and what the images are sorted by. */
const extremes = [
  ["darkest", "Darkest", "mean luma"],
  ["brightest", "Brightest", "mean luma"],
  ["blurriest", "Least sharp", "std of the Laplacian"],
  ["flattest", "Least contrast", "std of luma"],
] as const;

/** Paths of the images that the section shows. */
export function shownImages({ images }: Report): string[] {
  return extremes.flatMap(([key]) => images[key].slice(0, SHOWN).map(({ path }) => path));
}

export function imagesSection(report: Report, { single }: PagePictures): Html {
  const { images, files } = report;
  if (files.distinctSizes === 0) {
    return html`<section aria-labelledby="images">
      <h2 id="images">Images</h2>
      <p>No file could be decoded.</p>
    </section>`;
  }
  const { brightness, contrast, sharpness, bytes, aspect } = images;
  const formats = Object.entries(files.formats).map(
    ([format, n]) => `${formatInteger(n)} ${format.toUpperCase()}`,
  );
  const sizes = files.sizes
    .slice(0, 5)
    .map(({ width, height, images: n }) => `${width}×${height} (${formatInteger(n)})`);
  return html`<section aria-labelledby="images">
    <h2 id="images">Images</h2>
    <p>
      ${formats.join(", ")}; ${formatCount(files.distinctSizes, "size")}:
      ${sizes.join(", ")}${files.distinctSizes > 5 ? " and others" : ""}. There are no thresholds
      here: which images are too dark or too blurred depends on the dataset.
    </p>
    <div class="two">
      ${distributionChart(brightness, { name: "Brightness" })}
      ${distributionChart(contrast, { name: "Contrast" })}
      ${distributionChart(sharpness, { name: "Sharpness" })}
      ${distributionChart(bytes, { name: "File size", unit: " bytes" })}
      ${files.distinctSizes > 1 ? distributionChart(aspect, { name: "Aspect ratio (width / height)", digits: 2 }) : undefined}
      ${graySection(report)}
    </div>
    ${extremes.map(
      ([key, title, measure]) =>
        html`<h3 style="margin-top:40px">
            ${title} <span class="muted" style="font-weight:400">by ${measure}</span>
          </h3>
          <ul class="pictures">
            ${images[key].slice(0, SHOWN).map((image) => item(image, single.get(image.path)))}
          </ul>`,
    )}
  </section>`;
}

function item({ path, label, value }: RankedImage, address: string | undefined): Html {
  return html`<li>
    ${address ? html`<img loading="lazy" width="64" height="64" src="${address}" alt="${label}" />` : undefined}
    <p title="${path}">${label}<br /><span class="muted">${value.toFixed(1)}</span></p>
  </li>`;
}
