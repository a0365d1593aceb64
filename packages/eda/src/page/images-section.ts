/** Brightness, contrast and focus of the images, and those at the extremes. */
import type { PagePictures } from "../pictures/page-pictures.ts";
import type { Report } from "../report.ts";
import { distributionChart } from "./charts.ts";
import { graySection } from "./classes-section.ts";
import { html, type Html } from "./html.ts";
import { pictureGrid } from "./picture-grid.ts";

/** Images shown at each extreme: a row on a wide screen. */
const SHOWN = 8;

/** Key in the report, title, what the images are sorted by, and its digits behind the point. */
const extremes = [
  ["darkest", "Darkest", "brightness", 1],
  ["brightest", "Brightest", "brightness", 1],
  ["blurriest", "Least in focus", "focus", 2],
  ["flattest", "Least contrast", "contrast", 1],
] as const;

/** Paths of the images that the section shows. */
export function shownImages({ images }: Report): string[] {
  return extremes.flatMap(([key]) => images[key].slice(0, SHOWN).map(({ path }) => path));
}

export function imagesSection(report: Report, { single }: PagePictures): Html {
  const { images, files } = report;
  if (files.distinctSizes === 0) {
    return html`<section aria-labelledby="images">
      <h2 id="images">Light and focus</h2>
      <p>No file could be decoded.</p>
    </section>`;
  }
  const { brightness, contrast, focus } = images;
  return html`<section aria-labelledby="images">
    <h2 id="images">Light and focus</h2>
    <p>
      Brightness and contrast are the mean and the standard deviation of luma, 0 to 255, as trained
      on. Focus is measured on more pixels, up to 256 on the shorter side: the standard deviation of
      the Laplacian of luma, divided by the contrast.
    </p>
    <div class="three">
      ${distributionChart(brightness, { name: "Brightness" })}
      ${distributionChart(contrast, { name: "Contrast" })}
      ${distributionChart(focus, { name: "Focus", digits: 2 })}
    </div>
    ${graySection(report)}
    ${extremes.map(
      ([key, title, measure, digits]) =>
        html`<h3 class="group">${title} <span class="muted">by ${measure}</span></h3>
          ${pictureGrid(
            images[key]
              .slice(0, SHOWN)
              .map((image) => ({ ...image, caption: image.value.toFixed(digits) })),
            single,
          )}`,
    )}
  </section>`;
}
