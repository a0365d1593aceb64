import { suite } from "uvu";
import * as assert from "uvu/assert";
import { describeLeftOut } from "./describe-left-out.ts";

const test = suite("describeLeftOut()");

const leftOut = Array.from({ length: 12 }, (_, index) => ({
  path: `cats/${index} #1.jpg`,
  message: "is truncated",
}));

test("says nothing of no files", () => {
  assert.equal(describeLeftOut([]), []);
});

test("names the first ten and counts the rest", () => {
  const lines = describeLeftOut(leftOut, { choice: "--strict refuses instead", list: "a.txt" });
  assert.is(lines.length, 12);
  assert.is(lines[0], "Left out: 12 files that cannot be used (--strict refuses instead)");
  assert.is(lines[1], '  "cats/0 #1.jpg" is truncated');
  assert.is(lines[11], "  and 2 more; a.txt has all");
});

test("can do without a choice and a list", () => {
  assert.equal(describeLeftOut(leftOut.slice(0, 1)), [
    "Left out: 1 file that cannot be used",
    '  "cats/0 #1.jpg" is truncated',
  ]);
  assert.is(describeLeftOut(leftOut.slice(0, 11))[11], "  and 1 more");
});

test.run();
