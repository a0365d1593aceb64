import { suite } from "uvu";
import * as assert from "uvu/assert";
import { niceTicks } from "./ticks.ts";

const ticks = suite("ticks");

const table: readonly (readonly [number, number, readonly number[], number])[] = [
  [0, 100, [0, 20, 40, 60, 80, 100], 0],
  [0, 46.5, [0, 10, 20, 30, 40, 50], 0],
  [0, 5.3, [0, 2, 4, 6], 0],
  [0, 0.3, [0, 0.1, 0.2, 0.3], 1],
  [0, 0.0047, [0, 0.001, 0.002, 0.003, 0.004, 0.005], 3],
  [-3, 4, [-4, -2, 0, 2, 4], 0],
  [0, 0, [0, 0.2], 1],
];

for (const [low, high, values, digits] of table) {
  ticks(`niceTicks() covers ${low} to ${high} with round numbers`, () => {
    assert.equal(niceTicks(low, high, 5), { values, digits });
  });
}

ticks("niceTicks() covers any span, with a number of ticks that fits an axis", () => {
  for (let power = -8; power <= 8; power += 0.1) {
    const high = 10 ** power;
    const { values } = niceTicks(0, high, 5);
    assert.ok(values[0] === 0 && values.at(-1)! >= high * (1 - 1e-8), `${high}: ${values.at(-1)}`);
    assert.ok(values.length >= 3 && values.length <= 7, `${high}: ${values.length} ticks`);
    assert.is(new Set(values).size, values.length);
  }
});

ticks.run();
