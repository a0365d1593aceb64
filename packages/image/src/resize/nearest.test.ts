import { suite } from "uvu";
import * as assert from "uvu/assert";
import { nearestIndices } from "./nearest.ts";

const nearest = suite("nearestIndices()");

nearest("nearestIndices() takes the middle of what each sample covers", () => {
  assert.equal([...nearestIndices(9, 3)], [1, 4, 7]);
  assert.equal([...nearestIndices(2, 6)], [0, 0, 0, 1, 1, 1]);
});

nearest("nearestIndices(64, 56) leaves out 8 columns, as Pillow does", () => {
  const indices = [...nearestIndices(64, 56)];
  const left = Array.from({ length: 64 }, (_, index) => index).filter(
    (index) => !indices.includes(index),
  );
  assert.is(new Set(indices).size, 56);
  assert.is(left.length, 8);
});

nearest("nearestIndices(64, 56) accumulates, so that ties differ from the closed formula", () => {
  const closed = Array.from({ length: 56 }, (_, index) => Math.floor(((index + 0.5) * 64) / 56));
  const differing = closed.filter((index, at) => index !== nearestIndices(64, 56)[at]);
  assert.is(differing.length, 4);
});

nearest("nearestIndices() stays inside the input", () => {
  for (let inSize = 1; inSize <= 40; inSize += 1) {
    for (let outSize = 1; outSize <= 400; outSize += 7) {
      assert.ok(nearestIndices(inSize, outSize).every((index) => index >= 0 && index < inSize));
    }
  }
});

nearest.run();
