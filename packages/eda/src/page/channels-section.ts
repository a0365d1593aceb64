/** Mean and both kinds of standard deviation, at three sizes, and which of them match published constants. */
import type { ChannelMoments, Rgb } from "@inception-edge/dataset";
import { formatInteger } from "@inception-edge/host";
import type { Report } from "../report.ts";
import { channelChart } from "./charts.ts";
import { html, type Html } from "./html.ts";

const figures = {
  mean: "mean",
  stdOverAllPixels: "std over all pixels",
  meanOfImageStd: "mean of each image’s std",
} as const;

export function channelsSection({ channels, publishedConstants }: Report): Html {
  const { train, val } = channels;
  if (!train) return html``;
  const { stored, inputs } = train;
  return html`<section aria-labelledby="channels">
    <h2 id="channels">Channels</h2>
    <p>
      Two different numbers are called the std of a dataset. The std over all pixels includes the
      differences between images; the mean of each image’s own std does not, and is smaller. To
      normalize, use the first.
    </p>
    <p>
      The network’s inputs have slightly different values: resizing to
      ${inputs.bilinear.size}×${inputs.bilinear.size} averages neighboring pixels, which lowers
      both; a center crop only removes the border.
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label="Channel statistics">
      <table>
        <thead>
          <tr>
            <th>In [0, 1]</th>
            <th>Red</th>
            <th>Green</th>
            <th>Blue</th>
          </tr>
        </thead>

        ${momentsTable(`train, ${stored.size}×${stored.size} as stored`, stored)}
        ${Object.entries(inputs).map(([method, moments]) => momentsTable(`train, ${moments.size}×${moments.size}, ${method}`, moments))}
        ${val ? momentsTable(`val, ${val.stored.size}×${val.stored.size} as stored`, val.stored) : undefined}
      </table>
    </div>
    <div class="two">
      <figure>
        <figcaption>
          <b>Samples of train</b>, 0 to 255, of ${formatInteger(train.images)} images as stored
        </figcaption>
        ${channelChart(train.histogram, "Histograms of red, green and blue over all training pixels")}
        <p class="scale">
          <span>0</span><span>minimum ${stored.min.join(" ")}, maximum ${stored.max.join(" ")}</span
          ><span>255</span>
        </p>
        <ul class="legend">
          ${["red", "green", "blue"].map((name) => html`<li><i style="border-color:var(--${name})"></i>${name}</li>`)}
        </ul>
      </figure>
      <figure>
        <figcaption>
          <b>Published constants</b> and the figure above that each matches within 0.0015
        </figcaption>
        <div class="scroll" tabindex="0" role="region" aria-label="Published constants">
          <table>
            <tbody>
              ${publishedConstants.map(
                ({ name, values, is }) =>
                  html`<tr>
                    <th scope="row">
                      ${name}<br /><span class="muted"
                        >${is ? `the ${figures[is]}` : "none of these"}</span
                      >
                    </th>
                    ${numbers(values)}
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </figure>
    </div>
  </section>`;
}

function momentsTable(name: string, moments: ChannelMoments): Html {
  return html`<tbody>
    <tr class="strong">
      <th scope="rowgroup" colspan="4">${name}</th>
    </tr>
    ${Object.entries(figures).map(
      ([key, figure]) =>
        html`<tr>
          <th scope="row">${figure}</th>
          ${numbers(moments[key as keyof typeof figures])}
        </tr>`,
    )}
  </tbody>`;
}

function numbers(values: Rgb): Html[] {
  return values.map((value) => html`<td>${value.toFixed(4)}</td>`);
}
