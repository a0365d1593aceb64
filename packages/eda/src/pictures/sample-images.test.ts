import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createImageTable } from "../measure/image-table.ts";
import { createSplitSums } from "../measure/split-sums.ts";
import { meanImage, samplePaths } from "./sample-images.ts";

const test = suite("sample images");

const images = [0, 0, 0, 0, 1, 1].map((classIndex, index) => ({
  path: `train/${classIndex}/images/${index}.JPEG`,
  classIndex,
  bytes: 1,
  modifiedMs: 0,
}));

test("samplePaths() depends on the seed alone, and a larger count keeps the samples of a smaller one", () => {
  const table = createImageTable(images.length);
  table.decoded.fill(1);
  table.decoded[5] = 0;
  const source = { images, table, train: createSplitSums(2, 3), trainCount: images.length };
  const three = samplePaths(source, { count: 3, seed: 7 });
  assert.equal(samplePaths(source, { count: 3, seed: 7 }), three);
  assert.equal(samplePaths(source, { count: 2, seed: 7 })[0], three[0]!.slice(0, 2));
  assert.equal(three[1], ["train/1/images/4.JPEG"]); // the other gave no image
  const others = [1, 2, 3, 4].map((seed) => samplePaths(source, { count: 3, seed })[0]!.join());
  assert.ok(new Set(others).size > 1);
});

test("meanImage() rounds, and is undefined without images", () => {
  const [sums] = createSplitSums(1, 3).classes;
  assert.is(meanImage(sums!), undefined);
  sums!.images = 2;
  sums!.pixels.set([1, 4, 509]);
  assert.equal(meanImage(sums!), Uint8Array.of(1, 2, 255));
});

test.run();
