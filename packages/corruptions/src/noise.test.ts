import { suite } from "uvu";
import * as assert from "uvu/assert";
import { STORED_BYTES } from "@inception-edge/image";
import { seededRandom } from "@inception-edge/testing/demo";
import { severities } from "./corruption.ts";
import {
  GAUSSIAN_DEVIATION,
  gaussianNoise,
  IMPULSE_SHARE,
  impulseNoise,
  SHOT_PHOTONS,
  shotNoise,
} from "./noise.ts";
import { normals } from "./normals.ts";
import { poissonLevels } from "./poisson-levels.ts";

const noise = suite("noise");

const gray = new Uint8Array(STORED_BYTES).fill(100);

function moments(values: ArrayLike<number>): { mean: number; deviation: number } {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const square = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
  return { mean, deviation: Math.sqrt(square) };
}

function assertNear(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual}, wanted ${expected}`);
}

noise("normals() have mean 0, variance 1 and a normal's tails", () => {
  const normal = normals(seededRandom(1));
  const drawn = Array.from({ length: 50_000 }, () => normal());
  const { mean, deviation } = moments(drawn);
  assertNear(mean, 0, 0.02);
  assertNear(deviation, 1, 0.02);
  const beyond = drawn.filter((value) => Math.abs(value) > 2).length / drawn.length;
  assertNear(beyond, 0.0455, 0.005);
});

noise("poissonLevels() follow the Poisson distribution, capped at white", () => {
  const random = seededRandom(2);
  const sample = poissonLevels(60);
  const counts = Array.from({ length: 20_000 }, () => sample(85, random)); // 20 photons on average
  const { mean, deviation } = moments(counts);
  assertNear(mean, 20, 0.2);
  assertNear(deviation, Math.sqrt(20), 0.15);
  assert.is(sample(0, random), 0);
  const white = Array.from({ length: 1000 }, () => sample(255, random));
  assert.is(Math.max(...white), 60);
  const capped = white.filter((count) => count === 60).length / white.length;
  assertNear(capped, 0.53, 0.08); // P(60 or more)
});

noise("gaussian noise has the table's deviation", () => {
  for (const severity of severities.slice(0, 3)) {
    // Clipping begins 100/255 = 0.39 below: more than three deviations.
    const { mean, deviation } = moments(gaussianNoise(gray, severity, seededRandom(severity)));
    assertNear(mean, 100, 1.5);
    assertNear(deviation / 255, GAUSSIAN_DEVIATION[severity], 0.003);
  }
});

noise("shot noise keeps the mean, and its variance is the light over the photons", () => {
  for (const severity of severities.slice(0, 4)) {
    const { mean, deviation } = moments(shotNoise(gray, severity, seededRandom(severity)));
    assertNear(mean, 100, 1.5);
    const light = 100 / 255;
    assertNear(deviation / 255, Math.sqrt(light / SHOT_PHOTONS[severity]), 0.005);
  }
});

noise(
  "impulse noise turns the table's share black and white, equally, and does not change the rest",
  () => {
    for (const severity of severities) {
      const noisy = impulseNoise(gray, severity, seededRandom(severity));
      const share = (level: number): number =>
        noisy.filter((value) => value === level).length / noisy.length;
      assertNear(share(0), IMPULSE_SHARE[severity] / 2, 0.006);
      assertNear(share(255), IMPULSE_SHARE[severity] / 2, 0.006);
      assertNear(share(0) + share(255) + share(100), 1, 1e-12);
    }
  },
);

noise.run();
