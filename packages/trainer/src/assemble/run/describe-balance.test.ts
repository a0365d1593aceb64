import { suite } from "uvu";
import * as assert from "uvu/assert";
import { describeBalance } from "./describe-balance.ts";

const line = suite("describeBalance()");

const classes = ["cat", "dog", "fox"].map((id) => ({ id, label: id, name: id }));

line("tells how often an epoch shows an image of the smallest and of the largest class", () => {
  const labels = Int32Array.from([...Array<number>(40).fill(0), 1, 1, ...Array<number>(6).fill(2)]);
  const train = labels.map((_, index) => index);
  const splits = { train, heldOut: new Int32Array(), val: new Int32Array() };
  assert.is(
    describeBalance({ packed: { labels, classes }, splits }),
    'Balanced: every class is drawn equally often; an epoch shows an image of "dog" 8.0 times, of "cat" 0.4 times',
  );
});

line("tells that there is nothing to balance", () => {
  const labels = Int32Array.from([0, 1, 2, 0, 1, 2]);
  const splits = { train: labels.map((_, index) => index), heldOut: labels, val: labels };
  assert.is(
    describeBalance({ packed: { labels, classes }, splits }),
    "Balanced: every class has 2 training images already",
  );
});

line.run();
