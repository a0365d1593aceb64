import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fitDrift } from "@inception-edge/bundle";
import { DriftWatch } from "./drift-watch.ts";

const watch = suite("DriftWatch");

const ROLE = "tflite-int8";
const CLASSES = 4;

/** An answer whose top class has a score that varies. */
function answer(
  number: number,
  classIndex = number % CLASSES,
): { scores: ArrayBuffer; oodScore: number } {
  const score = 0.4 + ((number * 37) % 100) / 200;
  const scores = new Float32Array(CLASSES).fill((1 - score) / (CLASSES - 1));
  scores[classIndex] = score;
  return { scores: scores.buffer, oodScore: ((number * 53) % 100) / 50 - 1 };
}

function newWatch(): DriftWatch {
  const images = Array.from({ length: 1000 }, (_, number) => answer(number));
  const known = {
    classes: images.map((_, number) => number % CLASSES),
    confidence: images.map(({ scores }) => Math.max(...new Float32Array(scores))),
    oodScore: images.map(({ oodScore }) => oodScore),
  };
  return new DriftWatch(fitDrift(new Map([[ROLE, known]]), CLASSES)!, ROLE);
}

watch("says nothing until there are 200 answers, then how they differ", () => {
  const same = newWatch();
  for (let number = 0; number < 199; number += 1) same.add(answer(number));
  assert.equal(same.indices(), {});
  for (let number = 199; number < 700; number += 1) same.add(answer(number));
  const { class: classes, confidence, ood_score } = same.indices();
  for (const index of [classes, confidence, ood_score]) assert.ok(index! < 0.01, `${index}`);

  const other = newWatch();
  for (let number = 0; number < 700; number += 1) {
    const { scores, oodScore } = answer(number, number % 2); // two classes never come
    other.add({ scores, oodScore: oodScore + 1 });
  }
  const changed = other.indices();
  assert.ok(changed["class"]! > 0.25 && changed["ood_score"]! > 0.25, JSON.stringify(changed));
  assert.ok(changed["confidence"]! < 0.01);
});

watch("forgets answers before the last thousand", () => {
  const drift = newWatch();
  for (let number = 0; number < 1000; number += 1) drift.add(answer(number, 0));
  assert.ok(drift.indices()["class"]! > 0.25);
  for (let number = 0; number < 1000; number += 1) drift.add(answer(number));
  assert.is(drift.answers, 1000);
  assert.ok(drift.indices()["class"]! < 0.01);
});

watch.run();
