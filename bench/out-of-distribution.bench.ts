/**
 * Which score tells images that are unlike those of training? AUROC of each against val, and the fraction that is marked
 * where 1 % of held-out is, on made images (noise, flat, drawn) and on photographs of other things.
 *
 *   node --conditions=@inception-edge/source bench/out-of-distribution.bench.ts BUNDLE DIR [OTHER] [IMAGES]
 *
 * DIR is the dataset that the bundle's network was trained on, OTHER another one in any layout; at most IMAGES of a split are
 * used, 2000 when not given, and as many training images. Wanted: 0.95 on each made kind by the score that bundles have.
 */
import process from "node:process";
import {
  auroc,
  drawStrangeImages,
  fitGaussian,
  fitOodScale,
  measuresOf,
  oodScore,
  strangeKinds,
  type OodMeasures,
} from "../packages/bundle/src/mod.ts";
import {
  answersTo,
  answersToImages,
  openBundle,
  packedAs,
  type Answered,
} from "./doubt/bundle-answers.ts";
import { plainScores } from "./doubt/plain-scores.ts";

const MAPS = [
  "pool2",
  "pool3",
  "inception_4a/concat",
  "inception_4e/concat",
  "inception_5b/concat",
];
const OURS = "pool3 and entropy";
const KEPT = 0.99;
const STRANGE_IMAGES = 300;
const WANTED = 0.95;

const [folder = "packages/serve/bundle", dataset = "", other = "", images = "2000"] =
  process.argv.slice(2);
const most = Number(images);
const opened = await openBundle(folder, dataset, MAPS);
const { packed, splits } = opened;
const train = await answersTo(opened, packed, { indices: splits.train, most });
const heldOut = await answersTo(opened, packed, { indices: splits.heldOut, most });
const val = await answersTo(opened, packed, { indices: splits.val, most });
const kinds = new Map<string, Answered>();
for (const kind of strangeKinds) {
  kinds.set(kind, await answersToImages(opened, drawStrangeImages(kind, STRANGE_IMAGES)));
}
if (other !== "") {
  const strangers = await packedAs(opened.bundle, other);
  const indices = Int32Array.from({ length: strangers.count }, (_, index) => index);
  kinds.set(strangers.name, await answersTo(opened, strangers, { indices, most }));
}
await opened.model.dispose();

let isMet = true;
for (const [name, score] of Object.entries(plainScores)) report(name, score);
for (const map of MAPS) {
  const gaussian = fitGaussian(train.pooled.get(map)!);
  const measures = ({ scores, pooled }: Answered): OodMeasures[] =>
    scores.map((row, image) => measuresOf(pooled.get(map)![image]!, row, gaussian));
  const scale = fitOodScale(measures(heldOut), KEPT);
  if (map === MAPS[0]) {
    report("entropy", (answers) => measures(answers).map(({ entropy }) => entropy));
  }
  report(`${map} alone`, (answers) => measures(answers).map(({ distance }) => distance));
  report(`${map} and entropy`, (answers) => measures(answers).map((each) => oodScore(each, scale)));
}
process.exitCode = isMet ? 0 : 1;

/** Prints how well a score tells each kind from val. */
function report(name: string, score: (answers: Answered) => readonly number[]): void {
  const usual = score(val);
  const known = score(heldOut).toSorted((a, b) => a - b);
  const threshold = known[Math.ceil(KEPT * known.length) - 1]!;
  const figures = [...kinds].map(([kind, answers]) => {
    const strange = score(answers);
    const area = auroc(usual, strange);
    const marked = strange.filter((value) => value > threshold).length / strange.length;
    if (name === OURS && strangeKinds.some((made) => made === kind)) isMet &&= area >= WANTED;
    return `${kind} ${area.toFixed(3)}, ${(100 * marked).toFixed(0)} %`;
  });
  console.log(`${name.padEnd(32)} ${figures.join(" · ")}`);
}
