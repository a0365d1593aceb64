import { suite } from "uvu";
import * as assert from "uvu/assert";
import { noise } from "@inception-edge/testing/images/noise";
import { bilinearCoefficients, TAP_BITS } from "./bilinear-coefficients.ts";
import { resizeBilinear } from "./bilinear.ts";

const coefficients = suite("bilinearCoefficients()");

coefficients("bilinearCoefficients() leaves every sample alone when the size stays", () => {
  const { count, starts, weights } = bilinearCoefficients(4, 4);
  assert.is(count, 2);
  assert.equal([...starts], [0, 1, 2, 2]);
  const one = 2 ** TAP_BITS;
  assert.equal([...weights], [one, 0, one, 0, one, 0, 0, one]);
});

coefficients("bilinearCoefficients() halves with a triangle four samples wide", () => {
  const { count, starts, weights } = bilinearCoefficients(8, 4);
  const eighth = 2 ** TAP_BITS / 8;
  assert.is(count, 4);
  assert.equal([...starts], [0, 1, 3, 4]);
  assert.equal(
    [...weights.subarray(4, 8)],
    [1, 3, 3, 1].map((share) => share * eighth),
  );
});

for (const [inSize, outSize] of [
  [64, 56],
  [64, 1],
  [1, 64],
  [640, 64],
  [12000, 64],
  [3, 700],
] as const) {
  const name = `bilinearCoefficients(${inSize}, ${outSize})`;

  coefficients(`${name} has its taps inside the input and weights that sum to one`, () => {
    const { count, starts, weights } = bilinearCoefficients(inSize, outSize);
    assert.is(starts.length, outSize);
    assert.is(weights.length, outSize * count);
    for (let index = 0; index < outSize; index += 1) {
      const taps = weights.subarray(index * count, (index + 1) * count);
      const sum = taps.reduce((total, weight) => total + weight, 0);
      assert.ok(starts[index]! >= 0 && starts[index]! + count <= inSize);
      assert.ok(taps.every((weight) => weight >= 0));
      assert.ok(Math.abs(sum - 2 ** TAP_BITS) <= count);
      assert.ok(255 * sum + 2 ** (TAP_BITS - 1) < 2 ** 31, "the sum fits an int32");
    }
  });
}

coefficients(
  "bilinearCoefficients() as a dense integer matrix, x then y, gives resizeBilinear()",
  () => {
    const image = noise(64, 64);
    const matrix = denseMatrix(64, 56); // [56][64]
    const pixel = (x: number, y: number, channel: number): number =>
      image.rgb[(y * 64 + x) * 3 + channel]!;
    const narrowed = Array.from({ length: 64 }, (_, y) =>
      matrix.map((row) => [0, 1, 2].map((channel) => weigh(row, (x) => pixel(x, y, channel)))),
    ); // [64][56][3]
    const expected = matrix.flatMap((row) =>
      matrix.flatMap((_, x) =>
        [0, 1, 2].map((channel) => weigh(row, (y) => narrowed[y]![x]![channel]!)),
      ),
    ); // [56 * 56 * 3]
    assert.equal([...resizeBilinear(image, 56, 56).rgb], expected);
  },
);

/** What a graph that knows only matrices would multiply with. */
function denseMatrix(inSize: number, outSize: number): number[][] {
  const { count, starts, weights } = bilinearCoefficients(inSize, outSize);
  return Array.from(starts, (start, index) => {
    const row = Array.from({ length: inSize }, () => 0);
    for (let tap = 0; tap < count; tap += 1) row[start + tap] = weights[index * count + tap]!;
    return row;
  });
}

function weigh(row: readonly number[], sample: (index: number) => number): number {
  const sum = row.reduce((total, weight, index) => total + weight * sample(index), 0);
  return Math.min(255, (sum + 2 ** (TAP_BITS - 1)) >> TAP_BITS);
}

coefficients.run();
