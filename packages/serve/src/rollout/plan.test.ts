import { suite } from "uvu";
import * as assert from "uvu/assert";
import { modelShares } from "../setting-values.ts";
import { candidatesOf, modelAt, modelsOf, planFor, promoted, without, type Plan } from "./plan.ts";
import { stickyPoint } from "./sticky-point.ts";

const plan = suite("Plan");

function sharesOf({ shares }: Plan): readonly (readonly [string, number])[] {
  return [...shares];
}

plan("is read from MODELS, and anything else is refused", () => {
  assert.equal(modelShares("a"), planFor("a"));
  const split = modelShares(" a:90, b:10 ,c:shadow");
  assert.equal(
    [split.present, sharesOf(split), split.shadow],
    [
      "a",
      [
        ["a", 90],
        ["b", 10],
      ],
      "c",
    ],
  );
  assert.equal(modelShares("v1.2:1,x_y:99").present, "v1.2");
  assert.equal(modelShares("b:shadow,a").present, "a");
  for (const text of [
    "a:90,b:20",
    "a:90",
    "a:100,b:0",
    "a,b",
    "a:50,a:50",
    "a:100,a:shadow",
    "a:100,b:shadow,c:shadow",
    "a:shadow",
    "a:-1,b:101",
    "a:50.5,b:49.5",
    "a b:100",
    ",",
    "a:100,",
    "../a:100",
  ]) {
    assert.throws(
      () => modelShares(text),
      (error: Error) => error instanceof RangeError && /add up to 100/.test(error.message),
      text,
    );
  }
});

plan("gives a promoted model its share, and the others theirs in proportion", () => {
  const split = modelShares("a:90,b:10,c:shadow");
  assert.equal(sharesOf(promoted(split, "b", 50)), [
    ["a", 50],
    ["b", 50],
  ]);
  assert.is(promoted(split, "b", 50).shadow, "c");
  const three = promoted(split, "c", 20);
  assert.equal(sharesOf(three), [
    ["a", 72],
    ["b", 8],
    ["c", 20],
  ]);
  assert.is(three.shadow, undefined); // It answers clients now.
  assert.equal(promoted(split, "b", 100), planFor("b"));
});

plan("gives the present model what another had", () => {
  const split = modelShares("a:90,b:10,c:shadow");
  assert.equal(candidatesOf(split), ["b", "c"]);
  assert.equal(sharesOf(without(split, "b")), [["a", 100]]);
  assert.equal(modelsOf(without(split, "c")), ["a", "b"]);
});

plan("splits requests by their shares, always the same way", () => {
  const split = modelShares("a:70,b:20,c:10");
  const counts: Record<string, number> = {};
  for (let client = 0; client < 20_000; client += 1) {
    const id = modelAt(split, stickyPoint([`client ${client}`]));
    counts[id] = (counts[id] ?? 0) + 1;
  }
  const { a, b, c } = counts as { a: number; b: number; c: number };
  // Three standard deviations of a binomial of 20,000.
  assert.ok(Math.abs(a - 14_000) < 195 && Math.abs(b - 4000) < 170 && Math.abs(c - 2000) < 128);
});

plan("moves nobody from a model whose share grows", () => {
  const before = modelShares("a:90,b:10");
  const after = promoted(before, "b", 25);
  for (let client = 0; client < 2000; client += 1) {
    const point = stickyPoint([`client ${client}`]);
    if (modelAt(before, point) === "b") assert.is(modelAt(after, point), "b");
  }
});

plan.run();
