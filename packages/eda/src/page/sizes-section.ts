/** The sizes and shapes of the files' images, before the trainer squeezes them. */
import { formatCount, formatInteger, formatList } from "@inception-edge/host";
import { STORED_SIZE } from "@inception-edge/image";
import type { Report } from "../report.ts";
import { distributionChart, shapeChart } from "./charts.ts";
import { html, type Html } from "./html.ts";

/** Sizes that are named. */
const NAMED = 5;

export function sizesSection({ images, files }: Report): Html {
  if (files.distinctSizes === 0) return html``;
  const { width, height, shapes, bytes, flagged } = images;
  const formats = Object.entries(files.formats).map(
    ([format, n]) => `${formatInteger(n)} ${format.toUpperCase()}`,
  );
  const isOneSize = files.distinctSizes === 1;
  const named = files.sizes
    .slice(0, NAMED)
    .map(({ images: n, ...size }) => `${size.width}×${size.height} (${formatInteger(n)})`);
  const sizes = isOneSize
    ? `all ${files.sizes[0]!.width}×${files.sizes[0]!.height}`
    : `${formatCount(files.distinctSizes, "size")}, most often ${formatList(named)}`;
  return html`<section aria-labelledby="sizes">
    <h2 id="sizes">Sizes and shapes</h2>
    <p>${formatList(formats)}; ${sizes}. ${treatment(flagged)}</p>
    <div class="two">
      ${isOneSize ? undefined : [distributionChart(width, { name: "Width", unit: " px" }), distributionChart(height, { name: "Height", unit: " px" })]}
      ${shapeChart(shapes)} ${distributionChart(bytes, { name: "File size", unit: " bytes" })}
    </div>
  </section>`;
}

/** What the trainer does to sizes and shapes. */
function treatment({ small, elongated }: Report["images"]["flagged"]): string {
  const enlarged = small.images.length;
  const distorted = elongated.images.length;
  const enlarges =
    enlarged === 0
      ? "None is smaller than that"
      : `${formatCount(enlarged, "image is", "images are")} smaller than that and enlarged`;
  const distorts =
    distorted === 0
      ? "none is three times as long as wide"
      : `${formatCount(distorted, "is", "are")} at least three times as long as wide, so that what ${distorted === 1 ? "it shows" : "they show"} is distorted`;
  return `The trainer squeezes each to ${STORED_SIZE}×${STORED_SIZE}, whatever its shape, and crops nothing. ${enlarges}; ${distorts}.`;
}
