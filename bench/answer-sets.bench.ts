/**
 * Which sets of classes are the smallest that hold the true one as often as promised? Fits each kind on a bundle's held-out
 * images and checks it on val, by its int8 file, without the marks of images out of distribution.
 *
 *   node --conditions=@inception-edge/source bench/answer-sets.bench.ts BUNDLE DIR [IMAGES]
 *
 * DIR is the dataset that the bundle's network was trained on; at most IMAGES of either split are used, 5000 when not given.
 * Wanted: what bundles use, the least ambiguous sets, within a point of each promise, and no smaller ones beside them.
 */
import process from "node:process";
import { answersTo, openBundle } from "./doubt/bundle-answers.ts";

const COVERAGES = [0.8, 0.9, 0.95];

/** How ill a class fits the scores of an image, lower for a better one; `[classes]`. */
type Misfit = (scores: Float32Array, random: number) => Float64Array;

const KINDS: Readonly<Record<string, { readonly misfit: Misfit; readonly byClass?: boolean }>> = {
  "least ambiguous (LAC)": { misfit: (scores) => Float64Array.from(scores, (score) => 1 - score) },
  "LAC for each class": {
    misfit: (scores) => Float64Array.from(scores, (score) => 1 - score),
    byClass: true,
  },
  "adaptive (APS)": { misfit: adaptive(0, 0) },
  "RAPS, 0.001 after 5": { misfit: adaptive(0.001, 5) },
  "RAPS, 0.01 after 5": { misfit: adaptive(0.01, 5) },
};

const [folder = "packages/serve/bundle", dataset = "", most = "5000"] = process.argv.slice(2);
const opened = await openBundle(folder, dataset);
const { packed, splits } = opened;
const heldOut = await answersTo(opened, packed, { indices: splits.heldOut, most: Number(most) });
const val = await answersTo(opened, packed, { indices: splits.val, most: Number(most) });
await opened.model.dispose();
console.log(`${heldOut.labels.length} held-out images, ${val.labels.length} of val`);
let isMet = true;
for (const promised of COVERAGES) {
  const figures = Object.entries(KINDS).map(([name, kind]) => ({ name, ...judge(kind, promised) }));
  for (const { name, covered, size, gap } of figures) {
    console.log(
      `${promised} ${name.padEnd(22)} held ${covered.toFixed(4)}, mean size ${size.toFixed(2)}, classes off by ${gap.toFixed(3)}`,
    );
  }
  const [ours, ...others] = figures;
  isMet &&= Math.abs(ours!.covered - promised) <= 0.01;
  isMet &&= others.every(({ size }) => size >= ours!.size);
}
process.exitCode = isMet ? 0 : 1;

/** Adaptive sets (Romano et al. 2020), randomized, and regularized ones (Angelopoulos et al. 2021). */
function adaptive(penalty: number, free: number): Misfit {
  return (scores, random) => {
    const order = [...scores.keys()].toSorted((a, b) => scores[b]! - scores[a]!);
    const misfits = new Float64Array(scores.length);
    let above = 0;
    for (const [rank, index] of order.entries()) {
      misfits[index] = above + random * scores[index]! + penalty * Math.max(0, rank + 1 - free);
      above += scores[index]!;
    }
    return misfits;
  };
}

function judge(
  { misfit, byClass = false }: (typeof KINDS)[string],
  promised: number,
): { readonly covered: number; readonly size: number; readonly gap: number } {
  const own = trueMisfits(misfit);
  const classes = heldOut.scores[0]!.length;
  const bounds = Array.from({ length: classes }, (_, index) =>
    bound(byClass ? own.filter((__, image) => heldOut.labels[image] === index) : own, promised),
  );
  const hits = Array.from({ length: classes }, (): number[] => []);
  let size = 0;
  for (const [image, scores] of val.scores.entries()) {
    const misfits = misfit(scores, draw(image + 0.5));
    size += misfits.filter((value, index) => value <= bounds[index]!).length;
    const label = val.labels[image]!;
    hits[label]!.push(misfits[label]! <= bounds[label]! ? 1 : 0);
  }
  const known = hits.filter(({ length }) => length > 0);
  return {
    covered: mean(known.flat()),
    size: size / val.scores.length,
    gap: mean(known.map((each) => Math.abs(mean(each) - promised))),
  };
}

function trueMisfits(misfit: Misfit): number[] {
  const { scores, labels } = heldOut;
  return scores.map((row, image) => misfit(row, draw(image))[labels[image]!]!);
}

function bound(values: readonly number[], promised: number): number {
  const rank = Math.ceil((values.length + 1) * promised - 1e-9);
  return values.toSorted((a, b) => a - b)[rank - 1] ?? Infinity;
}

/** The same number in [0, 1) for an image each time. */
function draw(image: number): number {
  const value = Math.sin(image * 12.9898 + 78.233) * 43_758.5453;
  return value - Math.floor(value);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
