import { suite } from "uvu";
import * as assert from "uvu/assert";
import { seededRandom, shuffled, xoshiro128 } from "./random.ts";

const random = suite("random");

random("xoshiro128() gives the published sequence for the state 1, 2, 3, 4", () => {
  const next = xoshiro128(1, 2, 3, 4);
  // rand_xoshiro (Rust), test of Xoshiro128StarStar, made with the authors' C code.
  const published = [
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597,
    4258142804,
  ];
  assert.equal(
    published.map(() => next()),
    published,
  );
});

random("seededRandom() gives the same numbers for the same seed on every platform", () => {
  const next = seededRandom(1);
  const numbers = Array.from({ length: 3 }, () => next() * 2 ** 32);
  assert.equal(numbers, [2442144158, 3238099751, 3819917871]);
});

random("seededRandom() is even: mean 1/2 and variance 1/12", () => {
  const next = seededRandom(7);
  const numbers = Array.from({ length: 100_000 }, () => next());
  const mean = numbers.reduce((sum, x) => sum + x) / numbers.length;
  const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
  assert.ok(Math.abs(mean - 1 / 2) < 0.005, `mean ${mean}`);
  assert.ok(Math.abs(variance - 1 / 12) < 0.002, `variance ${variance}`);
});

random("seededRandom() differs between seeds and streams", () => {
  const firsts = [seededRandom(0), seededRandom(1), seededRandom(0, 1), seededRandom(1, 1)];
  assert.is(new Set(firsts.map((next) => next())).size, 4);
});

random("shuffled() contains every number once and is the same for the same seed", () => {
  const order = shuffled(1000, seededRandom(3));
  assert.equal(
    [...order].toSorted((a, b) => a - b),
    [...Array(1000).keys()],
  );
  assert.equal(order, shuffled(1000, seededRandom(3)));
  assert.not.equal(order, shuffled(1000, seededRandom(4)));
});

random("shuffled() draws all six orders of three equally often", () => {
  const next = seededRandom(5);
  const counts = new Map<string, number>();
  for (let draw = 0; draw < 6000; draw += 1) {
    const order = shuffled(3, next).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.is(counts.size, 6);
  // Standard deviation √(6000 · 1/6 · 5/6) ≈ 29: five of them either way.
  for (const count of counts.values()) assert.ok(Math.abs(count - 1000) < 145, `${count}`);
});

random.run();
