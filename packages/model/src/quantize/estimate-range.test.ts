import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ActivationHistogram } from "./activation-histogram.ts";
import { estimateRange, rangeEstimators } from "./estimate-range.ts";

const range = suite("estimateRange()");

/** 100,000 values that fill [0, 1] evenly, and one outlier. */
function withOutlier(outlier: number): ActivationHistogram {
  const seen = new ActivationHistogram(1);
  seen.add(Float32Array.from({ length: 100_000 }, (_, index) => index / 100_000));
  seen.add(Float32Array.of(outlier));
  return seen;
}

range("min-max holds everything", () => {
  assert.equal(estimateRange([withOutlier(50)], "min-max"), { minimum: 0, maximum: 50 });
});

range("percentile leaves out the farthest 0.01 %", () => {
  const { maximum } = estimateRange([withOutlier(50)], "percentile");
  assert.ok(Math.abs(maximum - 1) < 0.05, `maximum is ${maximum}`);
});

/**
 * Of n values that round and one at x that is cut to m, the error n (m ÷ 255)² ÷ 12 + (x − m)² is least here.
 */
function leastErrorCut(outlier: number): number {
  return outlier / (1 + 100_000 / (255 ** 2 * 12));
}

range("mse cuts where a finer step for all is worth what is cut off", () => {
  for (const outlier of [3, 50, 1000]) {
    const { maximum } = estimateRange([withOutlier(outlier)], "mse");
    const wanted = leastErrorCut(outlier);
    assert.ok(Math.abs(maximum / wanted - 1) < 0.01, `${maximum} for ${wanted}`);
  }
});

range("mse keeps all of an even distribution", () => {
  const seen = new ActivationHistogram(1);
  seen.add(Float32Array.from({ length: 2001 }, (_, index) => (index - 1000) / 1000));
  const { minimum, maximum } = estimateRange([seen], "mse");
  assert.ok(maximum > 0.97 && minimum < -0.97, `${minimum}…${maximum}`);
});

for (const estimator of rangeEstimators) {
  range(`${estimator} joins several histograms, and holds zero`, () => {
    const [low, high] = [new ActivationHistogram(1), new ActivationHistogram(1)];
    low.add(Float32Array.from({ length: 1000 }, (_, index) => 1 + index / 1000));
    high.add(Float32Array.from({ length: 1000 }, (_, index) => 7 + index / 1000));
    const { minimum, maximum } = estimateRange([low, high], estimator);
    assert.is(minimum, 0);
    assert.ok(maximum > 7.8 && maximum <= 8, `maximum is ${maximum}`);
  });

  range(`${estimator} of nothing but zeros is nothing`, () => {
    const seen = new ActivationHistogram(1);
    seen.add(new Float32Array(10));
    const { minimum, maximum } = estimateRange([seen], estimator);
    assert.ok(minimum === 0 && maximum === 0);
  });
}

range.run();
