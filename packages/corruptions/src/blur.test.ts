import { suite } from "uvu";
import * as assert from "uvu/assert";
import { STORED_BYTES } from "@inception-edge/image";
import { seededRandom } from "@inception-edge/testing/demo";
import { defocusBlur, glassBlur, motionBlur, zoomBlur } from "./blur.ts";
import { convolve, discTaps, gaussianBlur, trailTaps, type Tap } from "./convolve.ts";
import { severities, SIZE } from "./corruption.ts";
import { enlarge, sample } from "./sample.ts";

const blur = suite("blur");

function total(taps: readonly Tap[]): number {
  return taps.reduce((sum, { weight }) => sum + weight, 0);
}

function assertNear(actual: number, expected: number, tolerance = 1e-6): void {
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual}, wanted ${expected}`);
}

blur("a constant image does not change", () => {
  const rgb = new Uint8Array(STORED_BYTES).map((_, index) => [200, 90, 7][index % 3]!);
  for (const corrupt of [defocusBlur, glassBlur, motionBlur, zoomBlur]) {
    for (const severity of severities) {
      const blurred = corrupt(rgb, severity, seededRandom(severity));
      assert.ok(blurred.every((value, index) => Math.abs(value - rgb[index]!) <= 1));
    }
  }
});

blur("kernels sum to 1 and have the given spread", () => {
  for (const radius of [1.15, 2.55]) {
    const taps = discTaps(radius);
    assertNear(total(taps), 1);
    // A disc's variance along an axis is r²/4; a pixel's own, 1/12, is not in the taps' places.
    const variance = taps.reduce((sum, { dx, weight }) => sum + weight * dx * dx, 0);
    assertNear(variance, radius ** 2 / 4, 0.2);
  }
  const trail = trailTaps(2, 0);
  assertNear(total(trail), 1);
  assert.ok(trail.every(({ dx, dy }) => dx >= 0 && dy === 0));
  assertNear(total(trailTaps(3, 0.7)), 1);
});

blur("convolve() moves a point by its taps, and mirrors at the border", () => {
  const field = new Float32Array(SIZE * SIZE);
  field[10 * SIZE + 20] = 1;
  const moved = convolve(field, [{ dx: 3, dy: -2, weight: 0.5 }], SIZE);
  assert.is(moved[12 * SIZE + 17], 0.5);
  assertNear(
    moved.reduce((sum, value) => sum + value, 0),
    0.5,
  );
  const edge = new Float32Array(SIZE * SIZE);
  edge[0] = 1;
  assert.is(convolve(edge, [{ dx: -1, dy: 0, weight: 1 }], SIZE)[0], 1);
});

blur("gaussianBlur() has its deviation and keeps the sum", () => {
  const field = new Float32Array(SIZE * SIZE);
  field[32 * SIZE + 32] = 1;
  const blurred = gaussianBlur(field, 2, SIZE);
  let [sum, square] = [0, 0];
  for (const [index, value] of blurred.entries()) {
    sum += value;
    square += value * ((index % SIZE) - 32) ** 2;
  }
  assertNear(sum, 1, 1e-5);
  assertNear(Math.sqrt(square), 2, 0.05);
});

blur("sample() is bilinear, and enlarge() keeps the center", () => {
  // Red is the column, green the row, blue 5: linear, so bilinear values are exact.
  const field = new Float32Array(STORED_BYTES).map((_, index) => {
    const pixel = Math.floor(index / 3);
    return [pixel % SIZE, Math.floor(pixel / SIZE), 5][index % 3]!;
  });
  const xs = new Float32Array(SIZE * SIZE).fill(10.25);
  const ys = new Float32Array(SIZE * SIZE).fill(20.5);
  assert.equal([...sample(field, { xs, ys }, SIZE).subarray(0, 3)], [10.25, 20.5, 5]);
  const enlarged = enlarge(field, 2, SIZE);
  assert.equal([...enlarged.subarray(0, 3)], [15.75, 15.75, 5]);
  assert.equal([...enlarged.subarray(-3)], [47.25, 47.25, 5]);
});

blur.run();
