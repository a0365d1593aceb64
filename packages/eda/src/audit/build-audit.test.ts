import { suite } from "uvu";
import * as assert from "uvu/assert";
import { blobs, foundAmongLowest } from "../../test/blobs.ts";
import { buildAudit } from "./build-audit.ts";
import { givenLabels, labelProbabilities } from "./label-probabilities.ts";
import { selfConfidence } from "./scores/label-quality.ts";

const test = suite("buildAudit()");
const now = new Date(0);

/** The blob that an image is of. */
function truthOf(path: string): number {
  return Number(/(\d+)\.jpg/.exec(path)![1]) % 4;
}

test("finds planted wrong labels, what they should be, and how many there are", () => {
  const { predictions, isWrong } = blobs({ spread: 0.7 });
  const audit = buildAudit(predictions, now);
  const wrong = predictions.images.filter((_, image) => isWrong[image] === 1);
  const first = audit.doubts.slice(0, wrong.length).map(({ path }) => path);
  const found = wrong.filter(({ path }) => first.includes(path)).length;
  assert.ok(found >= 0.9 * wrong.length, `${found} of ${wrong.length}`);
  const right = audit.doubts.slice(0, wrong.length).filter((doubt) => {
    return doubt.suggested === truthOf(doubt.path);
  });
  assert.ok(right.length >= 0.9 * wrong.length, `${right.length} suggestions are right`);
  assert.ok(Math.abs(audit.wrongShare - 0.05) < 0.03, String(audit.wrongShare));
  assert.ok(audit.agreement > 0.85 && audit.agreement <= 0.95, String(audit.agreement));
  const { classes } = audit;
  assert.is(
    classes.reduce((sum, { doubts }) => sum + doubts, 0),
    audit.doubts.filter(({ isConfident }) => isConfident).length,
  );
  const counts = audit.confusions.map(({ images }) => images);
  assert.equal(
    counts,
    counts.toSorted((a, b) => b - a),
  );
  assert.ok(Math.abs(audit.agreement + counts.reduce((a, b) => a + b, 0) / 400 - 1) < 1e-9);
});

test("finds more with features than without", () => {
  const { predictions, isWrong } = blobs();
  const { features: _, ...without } = predictions;
  // A run that has learned nothing of every third image.
  const probabilities = predictions.probabilities.map((p, at) => {
    return Math.floor(at / 4) % 3 === 0 ? 0.25 : p;
  });
  const found = [predictions, without].map((each) => {
    return foundAmongLowest(
      selfConfidence(labelProbabilities({ ...each, probabilities })),
      isWrong,
    );
  });
  assert.ok(found[0]! >= found[1]! + 0.1, String(found));
  const audit = buildAudit(without, now);
  assert.equal(audit.outliers, []);
});

test("does not compare features of different folds, unless they are of one model", () => {
  const { predictions, isWrong } = blobs();
  const { images, features, classes } = predictions;
  // Each fold's model has its features in another order; and the run itself says nothing.
  const turned = features!.map((_, at) => {
    const [image, feature] = [Math.floor(at / 8), at % 8];
    return features![image * 8 + ((feature + 3 * images[image]!.fold) % 8)]!;
  });
  const probabilities = new Float32Array(images.length * classes.length).fill(1 / classes.length);
  const found = (["each fold", "one model"] as const).map((featuresOf) => {
    const judged = labelProbabilities({
      ...predictions,
      features: turned,
      featuresOf,
      probabilities,
    });
    return foundAmongLowest(selfConfidence(judged), isWrong);
  });
  assert.ok(found[0]! >= found[1]! + 0.2, String(found));
});

test("lists the image that is like no other as the first outlier", () => {
  const { predictions } = blobs({ spread: 0.5 });
  predictions.features!.set([90, 0, 90, 0, 90, 0, 90, 0], 33 * 8);
  const { outliers } = buildAudit(predictions, now);
  assert.is(outliers[0]!.path, predictions.images[33]!.path);
  assert.is(outliers.length, 20);
});

test("doubts nothing where every label is right", () => {
  const { predictions } = blobs({ images: 200 });
  const images = predictions.images.map((image, at) => ({ ...image, label: at % 4 }));
  const clean = { ...predictions, images };
  const audit = buildAudit(clean, now);
  const disagreeing = givenLabels(clean).labels.length * (1 - audit.agreement);
  const confident = audit.doubts.filter(({ isConfident }) => isConfident).length;
  assert.ok(confident <= disagreeing + 2, `${confident} of ${disagreeing}`);
});

test.run();
