import { suite } from "uvu";
import * as assert from "uvu/assert";
import { byName, nameFinder, otherCaseFinder } from "./names.ts";

const names = suite("names");

const [composed, decomposed] = ["caf\u00e9", "cafe\u0301"];

names("nameFinder() treats both forms of an accent as one, and prefers an identical name", () => {
  assert.is(nameFinder([decomposed])(composed), decomposed);
  assert.is(nameFinder([composed])(decomposed), composed);
  const both = nameFinder([composed, decomposed]);
  assert.equal([both(composed), both(decomposed)], [composed, decomposed]);
  assert.is(nameFinder(["cafe"])(composed), undefined);
});

names("otherCaseFinder() finds a name that differs only in case", () => {
  const find = otherCaseFinder(["A.JPEG", decomposed]);
  assert.equal([find("a.jpeg"), find("CAF\u00c9"), find("b")], ["A.JPEG", decomposed, undefined]);
});

names("byName() orders both forms the same way", () => {
  assert.equal([decomposed, "cafz", "cafe"].toSorted(byName), ["cafe", "cafz", decomposed]);
  assert.equal([composed, "cafz", "cafe"].toSorted(byName), ["cafe", "cafz", composed]);
});

names.run();
