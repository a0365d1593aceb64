import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dataOrder } from "./data-order.ts";

const order = suite("dataOrder()");

const split = Int32Array.of(10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
const labels = Int32Array.from({ length: 30 }, (_, index) => index % 7);
/** Whole batches of three. */
const STEPS = 3;

function batches(seed: number, epoch: number): number[][] {
  const { batch } = dataOrder(split, labels, { batchSize: 3, seed, epoch });
  return Array.from({ length: STEPS }, (_, index) => [...batch(index).indices]);
}

order("dataOrder() deals out whole batches of different images with their labels", () => {
  const { batch } = dataOrder(split, labels, { batchSize: 3, seed: 1, epoch: 0 });
  const dealt = batches(1, 0).flat();
  assert.is(new Set(dealt).size, 9);
  assert.ok(dealt.every((index) => split.includes(index)));
  for (let index = 0; index < STEPS; index += 1) {
    const { indices, labels: classes } = batch(index);
    assert.equal(
      [...classes],
      Array.from(indices, (imageIndex) => imageIndex % 7),
    );
  }
});

order("dataOrder() follows from seed and epoch alone", () => {
  assert.equal(batches(1, 0), batches(1, 0));
  const others = [batches(1, 1), batches(2, 0), batches(2, 1)].map(String);
  assert.is(new Set([String(batches(1, 0)), ...others]).size, 4);
});

order("dataOrder() brings every image back over the epochs", () => {
  const seen = new Set(Array.from({ length: 8 }, (_, epoch) => batches(1, epoch)).flat(2));
  assert.is(seen.size, split.length);
});

order.run();
