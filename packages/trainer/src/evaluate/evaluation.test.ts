import { suite } from "uvu";
import * as assert from "uvu/assert";
import { evaluate, evaluationDocument, type Answers, type Measurement } from "./evaluation.ts";

const evaluation = suite("evaluation");

const classes = [
  { id: "n01", wnid: "n01", label: "cat" },
  { id: "n02", wnid: "n02", label: "dog" },
];
const measurement: Measurement = {
  measured: "2026-11-23T12:00:00.000Z",
  checkpoint: "best, epoch 3",
  input: "64×64, center-crop to 56×56, no augmentation",
  precision: "f32",
  library: "tensorflow-cpu 2.21.0",
  dataset: { name: "demo", fingerprint: "0f", excluded: 0 },
};

/** Four images answered "cat" by a logit difference of 4, of which `right` are. */
function answers(right: number): Answers {
  return {
    logits: Float32Array.of(4, 0, 4, 0, 4, 0, 4, 0),
    labels: Int32Array.from({ length: 4 }, (_, index) => (index < right ? 0 : 1)),
  };
}

evaluation("evaluate() assembles every measure of one split", () => {
  const { count, top1, top5, loss, reliability, scaled, perClass, confusions } = evaluate(
    answers(3),
    {
      classes,
    },
  );
  assert.equal([count, top1, top5], [4, 0.75, 1]);
  assert.ok(Math.abs(loss - (Math.log(1 + Math.exp(-4)) + 1)) < 1e-12); // one in four pays 4 more
  assert.ok(Math.abs(reliability.ece - (1 / (1 + Math.exp(-4)) - 0.75)) < 1e-12);
  assert.equal(scaled, { loss, ece: reliability.ece });
  assert.equal(
    perClass.map(({ label, accuracy }) => [label, accuracy]),
    [
      ["dog", 0],
      ["cat", 1],
    ],
  );
  assert.equal(confusions, [{ actual: classes[1], predicted: classes[0], count: 1, share: 1 }]);
});

evaluation("evaluate() refuses logits of another class count", () => {
  const three = [...classes, { id: "n03", wnid: "n03", label: "fox" }];
  assert.throws(
    () => evaluate(answers(3), { classes: three }),
    /8 logits for 4 labels of 3 classes; want 12/,
  );
});

const temperature = 4 / Math.log(3); // that of three right answers in four

evaluation("evaluationDocument() scales both splits by the temperature", () => {
  const splits = { heldOut: answers(3), val: answers(2) };
  const document = evaluationDocument(splits, { classes, temperature, measurement, tflite: [] });
  assert.is(document.schemaVersion, 1);
  assert.is(document.temperature, temperature);
  assert.equal(document.measurement, measurement);
  assert.ok(document.heldOut.scaled.ece < 1e-6);
  assert.ok(Math.abs(document.val.scaled.ece - 0.25) < 1e-6); // confidence ¾, right ½
  assert.ok(document.val.scaled.loss < document.val.loss);
});

evaluation("evaluationDocument() survives JSON", () => {
  const splits = { heldOut: answers(3), val: answers(2) };
  const document = evaluationDocument(splits, { classes, temperature, measurement, tflite: [] });
  assert.equal(JSON.parse(JSON.stringify(document)), document);
});

evaluation.run();
