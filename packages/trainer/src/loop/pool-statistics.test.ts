import { suite } from "uvu";
import * as assert from "uvu/assert";
import { seededRandom } from "@inception-edge/dataset";
import { poolStatistics } from "./pool-statistics.ts";

const pool = suite("poolStatistics()");

pool("poolStatistics() answers the mean and variance of all batches together", () => {
  const random = seededRandom(1);
  // Two channels; the batches lie apart, so that their means vary more than what is in them.
  const batches = [0, 5, -3].map((center) =>
    [center, 100 * center].map((middle) => Array.from({ length: 40 }, () => middle + random())),
  );
  const pooled = poolStatistics(
    batches.map((channels) => Float32Array.from([...channels.map(mean), ...channels.map(spread)])),
  );
  for (const channel of [0, 1]) {
    const all = batches.flatMap((channels) => channels[channel]!);
    near(pooled[channel]!, mean(all));
    near(pooled[2 + channel]!, spread(all));
  }
});

pool("poolStatistics() leaves the statistics of a single batch as they are", () => {
  const one = Float32Array.of(0.1, -2, 1e-20, 3);
  assert.equal(poolStatistics([one]), one);
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spread(values: readonly number[]): number {
  return mean(values.map((value) => (value - mean(values)) ** 2));
}

function near(actual: number, wanted: number): void {
  assert.ok(Math.abs(actual / wanted - 1) < 1e-5, `${actual}, wanted ${wanted}`);
}

pool.run();
