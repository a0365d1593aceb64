/** What the card says of answer sets and of images out of distribution. */
import type { BundleManifest } from "../bundle-manifest.ts";
import type { CardSection } from "../card-section.ts";
import { tableRow } from "../table-row.ts";
import type { BundleAnswerSets, BundleOutOfDistribution } from "./bundle-doubt.ts";
import { likelyCoverage } from "./conformal-rank.ts";

type Doubt = Pick<BundleManifest, "answerSets" | "classes" | "outOfDistribution">;

/** In the order of the card. */
export function doubtSections({ answerSets, classes, outOfDistribution }: Doubt): CardSection[] {
  const labels = classes.map(({ label }) => label);
  return [
    ...(answerSets ? [{ title: "Answer sets", text: describeSets(answerSets, labels) }] : []),
    ...(outOfDistribution
      ? [{ title: "Out of distribution", text: describeOod(outOfDistribution) }]
      : []),
  ];
}

/** Labels that are named. */
const NAMED = 5;

function describeSets(
  { images, coverages, leastScores, checked }: BundleAnswerSets,
  labels: readonly string[],
): string {
  const likely = (role: string, coverage: number): string =>
    leastScores[role]?.[coverages.indexOf(coverage)] === 1
      ? "more"
      : likelyCoverage(images, coverage).map(percent).join(" to ");
  const rows = Object.entries(checked.figures).flatMap(([role, figures]) =>
    figures.map(({ coverage, covered, meanSize, empty }) =>
      tableRow([
        role,
        percent(coverage),
        likely(role, coverage),
        percent(covered),
        meanSize.toFixed(2),
        percent(empty),
      ]),
    ),
  );
  const { coverage, covered, meanSize, role } = checked.byClass;
  const known = [...labels.keys()].filter((index) => covered[index] !== null);
  const worst = known.toSorted((a, b) => covered[a]! - covered[b]!).slice(0, NAMED);
  const gap = known.reduce((sum, index) => sum + Math.abs(covered[index]! - coverage), 0);
  const named = worst.map(
    (index) => `${labels[index]} ${percent(covered[index]!)} in ${meanSize[index]!.toFixed(1)}`,
  );
  return [
    `Instead of one class, a set that holds the true one as often as promised (split conformal prediction; least scores fitted on ${images} held-out images, coverages ${percent(coverages[0]!)} to ${percent(coverages.at(-1)!)}). Checked on ${checked.images} images of ${checked.split}, by which nothing was chosen:`,
    "",
    tableRow(["File", "Promised", "Likely", "Held", "Mean size", "Empty"]),
    tableRow(["---", "---:", "---:", "---:", "---:", "---:"]),
    ...rows,
    "",
    `Least scores of ${images} images are themselves a matter of chance: of ten bundles made of other images nine hold what is likely, and on average what is promised. What held is of ${checked.images} images, which adds some chance of its own. The promise is for all images together, not for each class. At ${percent(coverage)} (${role}) classes are off by ${percent(gap / known.length)} on average, of few images each. Least covered, with the mean size of their sets: ${named.join(", ")}. The likeliest class is in every set, so where it alone is right more often than is promised, _more_ is held. Empty is only the set of an image that is marked as out of distribution; for an image of one of these classes it counts as a miss.`,
  ].join("\n");
}

function describeOod({ images, kept, featureMap, checked }: BundleOutOfDistribution): string {
  const marked = Object.entries(checked.marked).map(
    ([role, share]) => `${percent(share)} (${role})`,
  );
  return [
    `An image is marked where \`${featureMap}\` and the entropy of its scores are less usual than on ${percent(kept)} of ${images} held-out images. Of ${checked.images} images of ${checked.split} are marked ${marked.join(", ")}. Against images that no dataset has (${checked.role}; drawn anew by \`refresh\` and every export):`,
    "",
    tableRow(["Kind", "Images", "AUROC", "Marked"]),
    tableRow(["---", "---:", "---:", "---:"]),
    ...checked.kinds.map(({ kind, images: count, auroc, marked: share }) =>
      tableRow([kind, String(count), auroc.toFixed(3), percent(share)]),
    ),
    "",
    "Photographs of other things are mostly not marked: the network sees in them what it knows. Of two classes that were left out of a fine-tuning, 0 and 2 % were marked, and half got a set of one class, a wrong one (bench/unseen-classes.bench.ts).",
  ].join("\n");
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}
