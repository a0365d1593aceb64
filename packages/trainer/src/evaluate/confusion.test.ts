import { suite } from "uvu";
import * as assert from "uvu/assert";
import { confusedPairs, confusionCounts } from "./confusion.ts";
import { perClass } from "./per-class.ts";

const confusion = suite("confusion and per-class");

const classes = [
  { id: "n01", wnid: "n01", label: "cat", name: "cat, true cat" },
  { id: "n02", wnid: "n02", label: "dog", name: "dog, domestic dog" },
  { id: "n03", wnid: "n03", label: "fox", name: "fox" },
  { id: "n04", wnid: "n04", label: "owl", name: "owl" },
];
const [cat, dog, fox] = classes.map(({ id, wnid, label }) => ({ id, wnid, label }));

// actual → predicted: cat → cat, dog, dog, fox; dog → dog, cat; fox → cat; no owls.
const labels = Int32Array.of(0, 0, 0, 0, 1, 1, 2);
const answers = [0, 1, 1, 2, 1, 0, 0];
const logits = Float32Array.from(
  answers.flatMap((answer) => [0, 1, 2, 3].map((index) => (index === answer ? 4 : -index))),
);

confusion("confusionCounts() has a row for the actual class, a column for the answer", () => {
  assert.equal(
    confusionCounts(logits, labels),
    Int32Array.from(
      [
        [1, 2, 1, 0],
        [1, 1, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 0, 0],
      ].flat(),
    ),
  );
});

confusion("confusedPairs() lists the most frequent first, equal ones in class order", () => {
  assert.equal(confusedPairs(confusionCounts(logits, labels), classes), [
    { actual: cat, predicted: dog, count: 2, share: 0.5 },
    { actual: cat, predicted: fox, count: 1, share: 0.25 },
    { actual: dog, predicted: cat, count: 1, share: 0.5 },
    { actual: fox, predicted: cat, count: 1, share: 1 },
  ]);
});

confusion("confusedPairs() stops at the limit", () => {
  assert.is(confusedPairs(confusionCounts(logits, labels), classes, { limit: 3 }).length, 3);
});

confusion("perClass() lists the worst first and leaves out classes without images", () => {
  const top5 = 1; // of four classes, every one is among the first five
  assert.equal(perClass(logits, labels, classes), [
    { ...fox, count: 1, accuracy: 0, top5, precision: 0 },
    { ...cat, count: 4, accuracy: 1 / 4, top5, precision: 1 / 3 },
    { ...dog, count: 2, accuracy: 1 / 2, top5, precision: 1 / 3 },
  ]);
});

confusion("perClass() has no precision for a class that is never answered", () => {
  const [owl] = perClass(Float32Array.of(1, 0, 0, 0), Int32Array.of(3), classes);
  assert.is(owl!.precision, null);
});

confusion.run();
