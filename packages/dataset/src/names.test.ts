import { suite } from "uvu";
import * as assert from "uvu/assert";
import { byName, nameFinder, otherCaseFinder } from "./names.ts";

const names = suite("names");

const [composed, decomposed] = ["caf\u00e9", "cafe\u0301"];

names("nameFinder() takes both forms of an accent for one, the very same first", () => {
  assert.is(nameFinder([decomposed])(composed), decomposed);
  assert.is(nameFinder([composed])(decomposed), composed);
  const both = nameFinder([composed, decomposed]);
  assert.equal([both(composed), both(decomposed)], [composed, decomposed]);
  assert.is(nameFinder(["cafe"])(composed), undefined);
});

names("otherCaseFinder() finds what differs in its case alone", () => {
  const find = otherCaseFinder(["A.JPEG", decomposed]);
  assert.equal([find("a.jpeg"), find("CAF\u00c9"), find("b")], ["A.JPEG", decomposed, undefined]);
});

names("byName() orders both forms alike", () => {
  assert.equal([decomposed, "cafz", "cafe"].toSorted(byName), ["cafe", "cafz", decomposed]);
  assert.equal([composed, "cafz", "cafe"].toSorted(byName), ["cafe", "cafz", composed]);
});

names.run();
