import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseExcludeList, type Defect } from "@inception-edge/dataset";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { leftOutLines, writeLeftOut } from "./left-out.ts";

const test = suite("files left out");

const leftOut = Array.from({ length: 12 }, (_, index): Defect => ({
  code: "truncated",
  path: `cats/${index} #1.jpg`,
  message: "is truncated",
  cure: "restore it or delete it",
}));

test("names the choice and the list of a new run, which others do not have", () => {
  assert.equal(leftOutLines([], true), []);
  const lines = leftOutLines(leftOut, true);
  assert.is(lines[0], "Left out: 12 files that cannot be used (--strict refuses instead)");
  assert.is(lines[11], "  and 2 more; the run's left-out.txt has all");
  const measuring = leftOutLines(leftOut, false);
  assert.is(measuring[0], "Left out: 12 files that cannot be used");
  assert.is(measuring[11], "  and 2 more");
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
