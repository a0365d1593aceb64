import { suite } from "uvu";
import * as assert from "uvu/assert";
import { balancedDraws } from "./balanced-draws.ts";
import { dataOrder } from "./data-order.ts";

const balance = suite("balancedDraws()");

/** Classes 0, 1 and 3 with 24, 3 and 9 images, each third image of the store. */
const SIZES = { 0: 24, 1: 3, 3: 9 } as const;
const classOfImage = Object.entries(SIZES).flatMap(([label, size]) =>
  Array<number>(size).fill(Number(label)),
);
const labels = Int32Array.from({ length: 3 * 36 }, (_, index) => classOfImage[index / 3] ?? 2);
const split = Int32Array.from({ length: 36 }, (_, index) => 3 * index);
const EPOCHS = 7;
const STEPS = 7; // of five images

function epochBatches(epoch: number, seed = 1): number[][] {
  const order = dataOrder(split, labels, { batchSize: 5, seed, epoch, balance: true });
  return Array.from({ length: STEPS }, (_, index) => [...order.batch(index).indices]);
}

/** How often each key appears. */
function frequencies(keys: readonly number[]): Map<number, number> {
  const groups = Map.groupBy(keys, (key) => key);
  return new Map([...groups].map(([key, group]) => [key, group.length]));
}

/** The difference between the most and the least frequent. */
function spread(counts: Iterable<number>): number {
  const all = [...counts];
  return Math.max(...all) - Math.min(...all);
}

balance("draws every class equally often, in each epoch and over all", () => {
  const drawn: number[] = [];
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    const images = epochBatches(epoch).flat();
    assert.is(images.length, 35, "as many steps as without balance");
    const classes = frequencies(images.map((image) => labels[image]!));
    assert.equal([...classes.keys()].toSorted(), [0, 1, 3]);
    assert.ok(spread(classes.values()) <= 1, String([...classes]));
    drawn.push(...images);
  }
  const classes = frequencies(drawn.map((image) => labels[image]!));
  assert.ok(spread(classes.values()) <= 1, String([...classes]));
});

balance("draws no image of a class more often than another, and every image in time", () => {
  const drawn = Array.from({ length: EPOCHS }, (_, epoch) => epochBatches(epoch)).flat(2);
  assert.equal(new Set(drawn), new Set(split));
  for (const label of [0, 1, 3]) {
    const counts = frequencies(drawn.filter((image) => labels[image] === label));
    assert.ok(spread(counts.values()) <= 1, `class ${label}: ${[...counts.values()].join()}`);
  }
  // 7 epochs of 35 draws, a third of them for each class
  assert.is(frequencies(drawn).get(3 * 24), 27, "of a class of three, 81 or 82 draws");
});

balance("draws with the labels of the images, and mixes the classes within the epoch", () => {
  const order = dataOrder(split, labels, { batchSize: 5, seed: 1, epoch: 0, balance: true });
  const sequence: number[] = [];
  for (let step = 0; step < STEPS; step += 1) {
    const { indices, labels: classes } = order.batch(step);
    assert.equal(
      classes,
      indices.map((image) => labels[image]!),
    );
    sequence.push(...classes);
  }
  const regular = sequence.filter((label, index) => label === sequence[index + 3]).length;
  assert.ok(regular < 25, `not in turns: ${sequence.join("")}`);
});

balance("follows from seed and epoch alone, so that a run resumes at any step", () => {
  const options = { count: 35, seed: 1, epoch: 4 };
  assert.equal(balancedDraws(split, labels, options), balancedDraws(split, labels, options));
  const others = [epochBatches(4), epochBatches(5), epochBatches(4, 2), epochBatches(5, 2)];
  assert.is(new Set(others.map(String)).size, 4);
});

balance("is the same on every platform", () => {
  assert.equal(
    [...balancedDraws(split, labels, { count: 9, seed: 1, epoch: 0 })],
    [12, 78, 90, 39, 75, 102, 63, 72, 99],
  );
});

balance.run();
