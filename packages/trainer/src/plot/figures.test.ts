import { suite } from "uvu";
import * as assert from "uvu/assert";
import { reliability } from "../evaluate/reliability.ts";
import type { EpochReport, MetricName } from "../watchers/watcher.ts";
import { confusionSvg } from "./confusion-svg.ts";
import { figure } from "./figure.ts";
import { historySvg } from "./history-svg.ts";
import { rasterize } from "./rasterize.ts";
import { reliabilitySvg } from "./reliability-svg.ts";

const figures = suite("figures");

function epochs(accuracies: readonly (readonly [train: number, val: number])[]): EpochReport[] {
  return accuracies.map(([train, val], epoch) => ({
    epoch,
    learningRate: 0.1,
    seconds: 1,
    imagesPerSecond: 1,
    metrics: {
      main_out_accuracy: train,
      held_out_main_out_accuracy: val,
      main_out_loss: 5 - train,
      held_out_main_out_loss: 5 - val,
    } as Record<MetricName, number>,
  }));
}

const title = "a run";
const count = (text: string, part: string): number => text.split(part).length - 1;

/** The `y` of the text `label`. */
function heightOf(svg: string, label: string): number {
  const [, y] = new RegExp(`y="([\\d.]+)">${label}<`).exec(svg) ?? [];
  assert.ok(y, `no "${label}" in the image`);
  return Number(y);
}

/** Parses the image, which throws where it is not well-formed, and reads the size from the PNG's header. */
async function rasterSize(svg: string): Promise<[number, number]> {
  const png = Buffer.from(await rasterize(svg));
  assert.is(png.toString("latin1", 0, 8), "\x89PNG\r\n\x1a\n");
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

figures("historySvg() labels the four lines with their last values", async () => {
  const svg = historySvg(
    epochs([
      [0.1, 0.12],
      [0.2, 0.31],
      [0.4, 0.3],
    ]),
    { title },
  );
  for (const label of ["train 40.0 %", "held-out 30.0 %", "train 4.600", "held-out 4.700"]) {
    assert.is(count(svg, `>${label}<`), 1, label);
  }
  assert.match(svg, "Best held-out accuracy 31.0 % in epoch 2 of 3");
  assert.is(count(svg, ">best, epoch 2<"), 2);
  assert.equal(await rasterSize(svg), [1960, 800]);
});

figures("historySvg() keeps the labels of lines that meet apart, better ones above", () => {
  const svg = historySvg(
    epochs([
      [0.2, 0.2],
      [0.5001, 0.5],
    ]),
    { title },
  );
  const distance = heightOf(svg, "held-out 50.0 %") - heightOf(svg, "train 50.0 %");
  assert.ok(distance >= 16, `${distance} px`);
});

figures("historySvg() draws a run of one epoch, and one that was never validated", async () => {
  const one = historySvg(epochs([[0.2, 0.3]]), { title });
  assert.not.match(one, "best, epoch");
  await rasterSize(one);
  const unvalidated = historySvg(
    epochs([
      [0.2, Number.NaN],
      [0.3, Number.NaN],
    ]),
    { title },
  );
  assert.match(unvalidated, "Not validated");
  assert.not.match(unvalidated, "NaN");
  await rasterSize(unvalidated);
});

figures("historySvg() never names two epochs on the same place", () => {
  for (let length = 1; length <= 130; length += 1) {
    const svg = historySvg(epochs(Array.from({ length }, () => [0.5, 0.5] as const)), { title });
    const positions = [...svg.matchAll(/x="([\d.]+)" y="376" text-anchor="middle">/g)]
      .map(([, x]) => Number(x))
      .filter((x) => x < 500);
    for (const [index, x] of positions.slice(1).entries()) {
      assert.ok(x - positions[index]! > 22, `${length} epochs: ${positions.join(" ")}`);
    }
  }
});

figures("figure() has dark colors, and a description for screen readers", () => {
  const svg = figure([], { width: 10, height: 10, title: 'a <"&', subtitle: "what it shows" });
  assert.match(svg, "@media (prefers-color-scheme: dark)");
  assert.match(svg, '<title id="title">a &lt;&quot;&amp;</title>');
  assert.match(svg, '<desc id="subtitle">what it shows</desc>');
});

figures("rasterize() has the fonts it needs: another text makes another image", async () => {
  const size = { width: 100, height: 60, subtitle: "" };
  const [one, two] = ["one", "two"].map((text) => rasterize(figure([], { ...size, title: text })));
  assert.not.equal(await one, await two);
});

figures("reliabilitySvg() draws a bar and a count for each bin that has answers", async () => {
  const logits = Float32Array.of(0, 0, 3, 0, 3, 0, 1, 0);
  const svg = reliabilitySvg(reliability(logits, Int32Array.of(0, 0, 1, 0)), { title });
  assert.is(count(svg, 'class="fill train"'), 3);
  assert.is(count(svg, 'class="fill muted"'), 3);
  await rasterSize(svg);
});

figures("confusionSvg() names few classes, and draws each share in its shade", async () => {
  const names = ["cat", "dog & co", "owl"].map((label) => ({ id: label, label }));
  const counts = Int32Array.from(
    [
      [9, 1, 0],
      [5, 5, 0],
      [0, 0, 10],
    ].flat(),
  );
  const svg = confusionSvg(counts, { title, classes: names });
  assert.is(count(svg, ">dog &amp; co<"), 2);
  assert.match(svg, "30 images, 80.0 % correct");
  const drawn = [...svg.matchAll(/opacity="([\d.]+)" d="([^"]+)"/g)];
  assert.equal(
    drawn.map(([, opacity, d]) => [opacity, count(d!, "z")]),
    [
      ["0.43", 1], // one in ten
      ["0.71", 2], // one in two, twice
      ["1", 2], // nine in ten, and all
    ],
  );
  await rasterSize(svg);
});

figures("confusionSvg() draws 200 classes without their names", async () => {
  const classes = Array.from({ length: 200 }, (_, id) => ({ id: `n${id}`, label: `c${id}` }));
  const svg = confusionSvg(new Int32Array(200 * 200).fill(1), { title, classes });
  assert.match(svg, "200 classes");
  assert.not.match(svg, ">c7<");
  await rasterSize(svg);
});

figures.run();
