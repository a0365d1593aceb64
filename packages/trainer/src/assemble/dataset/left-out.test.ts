import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseExcludeList, type Defect } from "@inception-edge/dataset";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { describeLeftOut, writeLeftOut } from "./left-out.ts";

const test = suite("files left out");

const leftOut = Array.from({ length: 12 }, (_, index): Defect => ({
  code: "truncated",
  path: `cats/${index} #1.jpg`,
  message: "is truncated",
  cure: "restore it or delete it",
}));

test("names the first ten and counts the rest", () => {
  assert.equal(describeLeftOut([], true), []);
  const lines = describeLeftOut(leftOut, true);
  assert.is(lines.length, 12);
  assert.is(lines[0], "Left out: 12 files that cannot be used (--strict refuses instead)");
  assert.is(lines[1], '  "cats/0 #1.jpg" is truncated');
  assert.is(lines[11], "  and 2 more; the run's left-out.txt has all");
  const measuring = describeLeftOut(leftOut.slice(0, 11), false);
  assert.is(measuring[0], "Left out: 11 files that cannot be used");
  assert.is(measuring[11], "  and 1 more");
  assert.match(
    describeLeftOut(leftOut.slice(0, 1), true)[0]!,
    "Left out: 1 file that cannot be used",
  );
});

test("writes a list that --exclude reads", () =>
  inTemporaryFolder(async (folder) => {
    const origin = { name: "cats", fingerprint: "4be1", decoder: "image/2" };
    await writeLeftOut(folder, { ...origin, leftOut: [] });
    assert.equal(await readdir(folder), []);
    await writeLeftOut(folder, { ...origin, leftOut });
    const text = await readFile(join(folder, "left-out.txt"), "utf8");
    assert.equal(parseExcludeList(text), { origin, paths: leftOut.map(({ path }) => path) });
    assert.match(text, "is truncated; restore it or delete it");
  }));

test.run();
