import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fitAnswerSets, fitGaussian, keptOf } from "@inception-edge/bundle";
import { judgeAnswers, type SplitAnswers } from "./judge-answers.ts";

const judged = suite("judgeAnswers()");

const CLASSES = 4;
const CHANNELS = 2;
const ROLE = "tflite-int8";

/** Answers of a classifier that knows its odds, to images of which some are stranger than others. */
function answers(images: number, random: () => number): SplitAnswers {
  const scores = new Float32Array(images * CLASSES);
  const labels = new Int32Array(images);
  for (let image = 0; image < images; image += 1) {
    const odds = Array.from({ length: CLASSES }, () => random() ** 4 + 1e-3);
    const total = odds.reduce((sum, value) => sum + value, 0);
    scores.set(
      odds.map((value) => value / total),
      image * CLASSES,
    );
    let left = random() * total;
    const label = odds.findIndex((value) => (left -= value) < 0);
    labels[image] = label < 0 ? CLASSES - 1 : label;
  }
  const pooled = Float32Array.from({ length: images * CHANNELS }, () => random() + random());
  return { scores, pooled, labels };
}

judged("leaves sets and marks together as good as promised, of few held-out images too", () => {
  const random = seeded(7);
  const gaussian = fitGaussian([...Array(200)].map(() => Float32Array.of(random(), random())));
  const [images, draws] = [60, 400];
  let covered = 0;
  let empty = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    const split = { heldOut: answers(images, random), val: answers(200, random) };
    const file = judgeAnswers(split, CLASSES, { kept: keptOf(images)!, gaussian });
    const { checked } = fitAnswerSets(new Map([[ROLE, file]]), { classes: CLASSES, split: "val" })!;
    const figures = checked.figures[ROLE]!.find(({ coverage }) => coverage === 0.95)!;
    covered += figures.covered / draws;
    empty += figures.empty / draws;
  }
  // By their ranks 58 of 61, of which no more than one of 61 is marked. Their means are off by 0.0015 and 0.0008.
  assert.ok(Math.abs(covered - 58 / 61) < 0.005, `${covered} instead of ${58 / 61}`);
  assert.ok(Math.abs(empty - 1 / 61) < 0.003, `${empty} instead of ${1 / 61}`);
});

judged("tells answers without marks where too few images are held out", () => {
  const random = seeded(8);
  const split = { heldOut: answers(12, random), val: answers(20, random) };
  const { scale, heldOut, val, drift } = judgeAnswers(split, CLASSES, undefined);
  assert.equal([scale, heldOut.marked, val.marked, drift.oodScore], Array(4).fill(undefined));
  assert.is(drift.classes.length, 12);
});

judged.run();

/** A linear congruential generator, from 0 up to 1. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
