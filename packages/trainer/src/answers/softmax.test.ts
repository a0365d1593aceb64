import { suite } from "uvu";
import * as assert from "uvu/assert";
import { softmax } from "./softmax.ts";

const soft = suite("softmax()");

soft("softmax() makes a distribution of each row by itself", () => {
  const third = 1 / 3;
  const rows = softmax(Float32Array.of(0, 0, 0, 0, Math.log(2), Math.log(5)), 3);
  for (const [index, expected] of [third, third, third, 1 / 8, 2 / 8, 5 / 8].entries()) {
    assert.ok(Math.abs(rows[index]! - expected) < 1e-7);
  }
});

soft("softmax() holds logits of any size", () => {
  assert.equal([...softmax(Float32Array.of(1000, -1000, -3e38, 3e38), 2)], [1, 0, 0, 1]);
});

soft.run();
