import { suite } from "uvu";
import * as assert from "uvu/assert";
import { statisticsBatches } from "./statistics-batches.ts";

const batches = suite("statisticsBatches()");

/** Positions that are no count from 0. */
const training = (length: number): Int32Array =>
  Int32Array.from({ length }, (_, index) => 7 + 3 * index);

batches("statisticsBatches() deals out batches of equal size of different images", () => {
  for (const [images, count, size] of [
    [33, 1, 33],
    [128, 1, 128],
    [129, 2, 64],
    [540, 4, 128],
    [5000, 5, 125],
    [100_000, 8, 128],
  ] as const) {
    const train = training(images);
    const dealt = statisticsBatches(train, 1);
    assert.equal(
      dealt.map(({ length }) => length),
      Array.from({ length: count }, () => size),
      String(images),
    );
    const all = dealt.flatMap((batch) => [...batch]);
    assert.is(new Set(all).size, all.length);
    const known = new Set(train);
    assert.ok(all.every((position) => known.has(position)));
  }
});

batches("statisticsBatches() follow from the seed", () => {
  const train = training(2000);
  assert.equal(statisticsBatches(train, 1), statisticsBatches(train, 1));
  assert.not.equal(statisticsBatches(train, 2), statisticsBatches(train, 1));
});

batches.run();
