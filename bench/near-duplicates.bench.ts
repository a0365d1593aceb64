/**
 * Near-duplicates: how many photographs of one burst are found, what telling them costs, and which pairs a dataset has.
 *
 *   node --conditions=@inception-edge/source bench/near-duplicates.bench.ts DIR [EVERY]
 *
 * DIR is a dataset in any layout; every tenth of its images, or EVERY, is photographed twice more: cut out of it with a
 * random shift, lit and compressed differently. Then all images are searched. Times are of the processor, which other work
 * on the machine lengthens less.
 */
import process from "node:process";
import {
  decodeImageFile,
  findNearDuplicates,
  loadFileDecoder,
  openDataset,
  seededRandom,
} from "../packages/dataset/src/mod.ts";
import { createSketches, sketchImage } from "../packages/dataset/src/near-duplicates/sketch.ts";
import { loadJpegEncoder } from "../packages/image/src/encode/mod.ts";
import { toStored, type RgbImage } from "../packages/image/src/mod.ts";

/** The largest shift, as a share of the width, and the largest change of brightness. */
const TAKES = [
  [0, 0],
  [0.01, 0.05],
  [0.02, 0.05],
  [0.03, 0.1],
] as const;

/** What is cut off on every side, so that there is something to shift over. */
const MARGIN = 0.04;

const [root, every = "10"] = process.argv.slice(2);
if (root === undefined)
  throw new Error("Cannot measure: no folder is given; give that of a dataset");
const dataset = await openDataset(root);
const images = [...dataset.train, ...dataset.val];
const decoder = await loadFileDecoder();
const encoders = await Promise.all([60, 80, 95].map((quality) => loadJpegEncoder(quality)));
const random = seededRandom(5);

/** Stored pixels of another photograph of the same. */
function photographAgain(
  { width, height, rgb }: RgbImage,
  [shift, light]: readonly [number, number],
): Uint8Array {
  const around = (most: number): number => (random() * 2 - 1) * most;
  const margin = Math.round(MARGIN * width);
  const left = Math.round(margin + around(shift) * width);
  const top = Math.round(margin + around(shift) * width);
  const gain = 1 + around(light);
  const [columns, rows] = [width - 2 * margin, height - 2 * margin];
  const rgba = new Uint8ClampedArray(columns * rows * 4).fill(255);
  for (let pixel = 0; pixel < columns * rows; pixel += 1) {
    const from = ((Math.floor(pixel / columns) + top) * width + (pixel % columns) + left) * 3;
    for (let channel = 0; channel < 3; channel += 1) {
      rgba[pixel * 4 + channel] = rgb[from + channel]! * gain;
    }
  }
  const encode = encoders[Math.floor(random() * encoders.length)]!;
  return toStored(decoder.decode(encode(new Uint8Array(rgba.buffer), columns))).rgb;
}

const processorMs = (): number => process.cpuUsage().user / 1000;

const sketches = createSketches(images.length);
const decoded: number[] = [];
const found = TAKES.map(() => 0);
let asked = 0;
let sketchMs = 0;
for (const [index, ref] of images.entries()) {
  const { image } = await decodeImageFile(decoder, dataset.root, ref);
  if (!image) continue;
  decoded.push(index);
  const { rgb } = toStored(image);
  const start = processorMs();
  sketchImage(sketches, index, rgb);
  sketchMs += processorMs() - start;
  if (index % Number(every) !== 0) continue;
  asked += 1;
  for (const [at, take] of TAKES.entries()) {
    const pair = createSketches(2);
    for (const each of [0, 1]) sketchImage(pair, each, photographAgain(image, take));
    found[at]! += findNearDuplicates(pair, [0, 1]).pairs.length;
  }
}
for (const [at, [shift, light]] of TAKES.entries()) {
  const share = ((100 * found[at]!) / asked).toFixed(1);
  console.log(
    `shifted ${100 * shift} %, lit ±${100 * light} %: ${share} % of ${asked} pairs found`,
  );
}
const start = processorMs();
const { pairs, compared, bounded } = findNearDuplicates(sketches, decoded);
const searchMs = processorMs() - start;
console.log(`sketch  ${((1000 * sketchMs) / decoded.length).toFixed(0)} µs an image`);
console.log(
  `search  ${searchMs.toFixed(0)} ms for ${decoded.length} images: ${pairs.length} pairs of ${compared} with similar hashes${bounded ? ", stopped early" : ""}`,
);
console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
for (const { a, b, mirrored, correlation } of pairs
  .toSorted((x, y) => x.correlation - y.correlation)
  .slice(0, 10)) {
  console.log(
    `${correlation.toFixed(3)}${mirrored ? " mirrored" : ""} ${images[a]!.path} ${images[b]!.path}`,
  );
}
