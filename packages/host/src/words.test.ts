import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatBytes, formatCount, formatInteger, formatList, formatPercent } from "./words.ts";

const words = suite("words");

words("formatInteger() and formatCount() group thousands; one is singular", () => {
  assert.is(formatInteger(105_000), "105,000");
  assert.is(formatCount(1, "file"), "1 file");
  assert.is(formatCount(1821, "file"), "1,821 files");
  assert.is(formatCount(0, "class", "classes"), "0 classes");
});

words("formatPercent() has the given digits, or enough that a small fraction is not 0", () => {
  assert.is(formatPercent(0.614, 2), "61.40 %");
  assert.equal(
    [0, 0.0004, 0.018, 0.61].map((fraction) => formatPercent(fraction)),
    ["0 %", "0.04 %", "1.8 %", "61 %"],
  );
});

words("formatBytes() uses the unit that gives one to three digits", () => {
  assert.equal([0, 999, 1000, 1_290_240_000].map(formatBytes), [
    "0 bytes",
    "999 bytes",
    "1.00 kB",
    "1.29 GB",
  ]);
});

words("formatList() joins the last by and", () => {
  assert.equal([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(formatList), [
    "",
    "a",
    "a and b",
    "a, b and c",
  ]);
});

words.run();
