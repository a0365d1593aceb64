import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { asyncOf, collect } from "../../test/collect.ts";
import { folderStore } from "../output/folder-store.ts";
import { answerLine, predictionsOf, type Answer } from "./answer.ts";
import { formatNames, formats } from "./formats.ts";

const test = suite("formats of answers");

const CLASSES = ["cat", "dog", "owl"].map((id) => ({ id, label: `a ${id}` }));

/** Predictions, errors with and without a digest, a name of several alphabets, none and many predictions. */
function answers(count: number): Answer[] {
  return Array.from({ length: count }, (_, index): Answer => {
    const path = `photos/Grüße 猫/${index}.jpg`;
    if (index % 7 === 3)
      return { index, path, sha256: null, error: { code: "missing", message: "no" } };
    if (index % 7 === 5)
      return { index, path, sha256: "ab", error: { code: "corrupt", message: "" } };
    const scores = Float32Array.of(0.1, 0.2 + (index % 10) / 1000, 0.7);
    return {
      index,
      path,
      sha256: "cd",
      predictions: predictionsOf(scores, CLASSES, (index % 4) + 1),
      ...(index % 3 > 0 && { outOfDistribution: index % 3 === 1, oodScore: index / 7 - 3 }),
    };
  });
}

for (const format of formatNames) {
  test(`${format}: what is read is what was written, over several groups of rows`, async () => {
    await inTemporaryFolder(async (folder) => {
      const store = folderStore("out", folder);
      const { read, write } = formats[format];
      for (const count of [0, 1, 10_000, 20_011]) {
        const written = answers(count);
        await store.write("x", write(asyncOf(written)));
        assert.equal(await collect(read(store, "x")), written);
      }
    });
  });
}

test("NDJSON that ends in the middle of a line is refused", async () => {
  await inTemporaryFolder(async (folder) => {
    const store = folderStore("out", join(folder, "new"));
    await store.write("x", [Buffer.from('{"index":0}\n{"ind')]);
    const error = await rejectionOf(collect(formats.ndjson.read(store, "x")));
    assert.is(error.message, 'Cannot read "x": its last line is cut off');
  });
});

test("a line has its fields in one order, scores of six digits in [0, 1]", () => {
  const predictions = predictionsOf(Float32Array.of(1.0000001, -1e-9, 0.1234567), CLASSES, 3);
  assert.is(
    answerLine({ predictions, sha256: "ab", path: "x", index: 7 }),
    '{"index":7,"path":"x","sha256":"ab","predictions":[{"id":"cat","label":"a cat","score":1},{"id":"owl","label":"a owl","score":0.123457},{"id":"dog","label":"a dog","score":0}]}',
  );
});

test.run();
