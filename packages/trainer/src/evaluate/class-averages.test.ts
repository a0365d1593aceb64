import { suite } from "uvu";
import * as assert from "uvu/assert";
import { classAverages, wilsonInterval } from "./class-averages.ts";
import { logitsOf } from "./logits.ts";
import { perClass } from "./per-class.ts";

const test = suite("class averages");

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 5e-5, `${actual} is not ${expected}`);

/** Logits whose top classes are these. */
const predicting = (classes: readonly number[], count: number): Float32Array =>
  logitsOf(
    Float32Array.from(
      classes.flatMap((top) =>
        Array.from({ length: count }, (_, index) => (index === top ? 0.9 : 0.1)),
      ),
    ),
  );

test("balanced accuracy and macro-F1 are those worked out by hand", () => {
  // Of class 0 eight of nine, of class 1 one of three; class 2 is never predicted, class 3 has no images.
  const labels = Int32Array.from([...Array<number>(9).fill(0), 1, 1, 1, 2]);
  const predicted = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0];
  const classes = ["a", "b", "c", "d"].map((id) => ({ id, label: id }));
  const { balancedAccuracy, macroF1 } = classAverages(
    perClass(predicting(predicted, 4), labels, classes),
  );
  near(balancedAccuracy, (8 / 9 + 1 / 3 + 0) / 3);
  near(macroF1, ((2 * 8) / (9 + 11) + (2 * 1) / (3 + 2) + 0) / 3);
});

test("a constant answer is half right on two unequal classes, and a tenth of that in the smaller", () => {
  const labels = Int32Array.from([...Array<number>(9).fill(0), 1]);
  const classes = [
    { id: "a", label: "a" },
    { id: "b", label: "b" },
  ];
  const { balancedAccuracy, macroF1 } = classAverages(
    perClass(predicting(Array<number>(10).fill(0), 2), labels, classes),
  );
  near(balancedAccuracy, 0.5);
  near(macroF1, 18 / 19 / 2);
});

test("wilsonInterval() has the published bounds", () => {
  // Newcombe 1998, table I: 81 of 263 and 15 of 148, without continuity correction.
  const [low, high] = wilsonInterval(81 / 263, 263);
  near(low, 0.2553);
  near(high, 0.3662);
  const [low15, high15] = wilsonInterval(15 / 148, 148);
  near(low15, 0.0624);
  near(high15, 0.1605);
  assert.equal(wilsonInterval(0, 20)[0], 0);
  near(wilsonInterval(0, 20)[1], 0.1611);
  assert.is(wilsonInterval(1, 5)[1], 1);
});

test.run();
