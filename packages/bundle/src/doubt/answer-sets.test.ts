import { suite } from "uvu";
import * as assert from "uvu/assert";
import { answerSet, coverageIndex, fitAnswerSets, type JudgedAnswers } from "./answer-sets.ts";
import { conformalRank, imagesFor, likelyCoverage } from "./conformal-rank.ts";

const sets = suite("answer sets");

const CLASSES = 4;
const ROLE = "tflite-int8";

/** Answers of a classifier that knows its odds: labels are drawn by the scores. */
function drawnAnswers(images: number, seed: number): JudgedAnswers {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const scores = new Float32Array(images * CLASSES);
  const labels = new Int32Array(images);
  for (let image = 0; image < images; image += 1) {
    const odds = Array.from({ length: CLASSES }, () => random() ** 4 + 1e-3);
    const total = odds.reduce((sum, value) => sum + value, 0);
    let left = random() * total;
    labels[image] = CLASSES - 1;
    for (const [index, value] of odds.entries()) {
      scores[image * CLASSES + index] = value / total;
      if (left >= 0 && left < value) labels[image] = index;
      left -= value;
    }
  }
  return { scores, labels };
}

/** Answers of a classifier that is right in nine of ten. */
function sure(images: number): JudgedAnswers {
  const labels = Int32Array.from({ length: images }, (_, image) => image % CLASSES);
  const scores = new Float32Array(images * CLASSES).fill(0.05);
  for (const [image, label] of labels.entries()) {
    const likeliest = image % 10 === 0 ? (label + 1) % CLASSES : label;
    scores[image * CLASSES + likeliest] = 0.5 + (0.35 * image) / images;
  }
  return { scores, labels };
}

/** One in fifty. */
function marks(images: number): boolean[] {
  return Array.from({ length: images }, (_, index) => index % 50 === 0);
}

/** The highest coverage that so many held-out images allow. */
function most(images: number): number | undefined {
  return fit(drawnAnswers(images, 1), drawnAnswers(100, 2))?.coverages.at(-1);
}

function fit(heldOut: JudgedAnswers, val: JudgedAnswers): ReturnType<typeof fitAnswerSets> {
  const byRole = new Map([[ROLE, { heldOut, val }]]);
  return fitAnswerSets(byRole, { classes: CLASSES, split: "official val" });
}

sets("hold the true class as often as promised, with no more classes than it takes", () => {
  const fitted = fit(drawnAnswers(4000, 1), drawnAnswers(4000, 2))!;
  const figures = fitted.checked.figures[ROLE]!;
  assert.equal(
    figures.map(({ coverage }) => coverage),
    [0.8, 0.9, 0.95, 0.98],
  );
  for (const { coverage, covered } of figures) {
    assert.ok(Math.abs(covered - coverage) < 0.015, `${covered} instead of ${coverage}`);
  }
  const sizes = figures.map(({ meanSize }) => meanSize);
  assert.equal(
    sizes,
    sizes.toSorted((a, b) => a - b),
  );
  assert.ok(sizes[0]! > 1 && sizes[3]! < CLASSES);
  const { byClass } = fitted.checked;
  assert.is(byClass.coverage, 0.95);
  for (const covered of byClass.covered) assert.ok(Math.abs(covered! - 0.95) < 0.04);
});

sets(
  "have the likeliest class of a network that is right more often than is promised, and never none",
  () => {
    const { coverages, leastScores, checked } = fit(sure(400), sure(200))!;
    const [at80, , at95] = checked.figures[ROLE]!;
    assert.equal(at80, { coverage: 0.8, covered: 0.9, meanSize: 1, empty: 0 });
    assert.equal(leastScores[ROLE]!.slice(0, coverages.indexOf(0.9)), Array(40).fill(1));
    assert.equal([at95!.covered, at95!.meanSize, at95!.empty], [1, 4, 0]);
  },
);

sets("count an image out of distribution as missed, so that the promise stays", () => {
  const heldOut = { ...drawnAnswers(4000, 1), marked: marks(4000) };
  const val = { ...drawnAnswers(4000, 2), marked: marks(4000) };
  const fitted = fit(heldOut, val)!;
  const at95 = fitted.checked.figures[ROLE]!.find(({ coverage }) => coverage === 0.95)!;
  assert.ok(Math.abs(at95.covered - 0.95) < 0.015, `${at95.covered}`);
  assert.is(at95.empty, 0.02);
  assert.is(fitted.coverages.at(-1), 0.97, "2 % are marked: 0.98 cannot be promised any more");
});

sets("of few images promise what they allow: 19 for 0.95, none for more", () => {
  assert.equal(
    [0.5, 0.9, 0.95, 0.98, 0.99].map((coverage) => imagesFor(coverage)),
    [1, 9, 19, 49, 99],
  );
  assert.is(imagesFor(0.95, 1), 39, "of which one is marked");
  assert.equal([conformalRank(19, 0.95), conformalRank(18, 0.95)], [19, 19]);
  assert.equal([19, 18, 12, 1].map(most), [0.95, 0.94, 0.92, 0.5]);
});

sets("tell how far off a promise of few images may be", () => {
  // Of one image at 0.5: the coverage is even over [0, 1]. Of 19 at 0.95 it is Beta(19, 1), whose quantile of q is q^(1/19).
  const told = [likelyCoverage(1, 0.5), likelyCoverage(19, 0.95)].flat();
  const wanted = [0.05, 0.95, 0.05 ** (1 / 19), 0.95 ** (1 / 19)];
  for (const [index, value] of wanted.entries()) assert.ok(Math.abs(told[index]! - value) < 1e-5);
  const held = Array.from({ length: 100 }, (_, draw) => {
    const { checked } = fit(drawnAnswers(60, 2 * draw + 1), drawnAnswers(1000, 7 * draw + 3))!;
    return checked.figures[ROLE]!.find(({ coverage }) => coverage === 0.95)!.covered;
  }).toSorted((a, b) => a - b);
  const [low, high] = likelyCoverage(60, 0.95);
  assert.ok(Math.abs(held[4]! - low) < 0.02 && Math.abs(held[94]! - high) < 0.01, held.join());
  const many = likelyCoverage(10_000, 0.95);
  assert.ok(many[0] > 0.946 && many[1] < 0.954, many.join());
});

sets("take the next coverage on offer, and list classes from the likeliest down", () => {
  const fitted = fit(drawnAnswers(40, 1), drawnAnswers(40, 2))!;
  const offered = (asked: number): number | undefined =>
    fitted.coverages[coverageIndex(fitted, asked)];
  assert.equal([0.3, 0.9, 0.901, 0.97, 0.98].map(offered), [0.5, 0.9, 0.91, 0.97, undefined]);
  assert.equal(
    answerSet([0.1, 0.6, 0.3], 0.3).map(({ classIndex }) => classIndex),
    [1, 2],
  );
  assert.equal(
    answerSet([0.4, 0.3, 0.3], 0.5).map(({ classIndex }) => classIndex),
    [0],
    "never none",
  );
});

sets.run();
