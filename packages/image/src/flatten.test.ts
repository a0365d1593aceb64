import { suite } from "uvu";
import * as assert from "uvu/assert";
import { flatten, WHITE } from "./flatten.ts";

const alpha = suite("flatten()");

alpha("flatten() keeps opaque pixels and hides transparent ones", () => {
  const rgba = Uint8Array.of(10, 20, 30, 255, 10, 20, 30, 0);
  assert.equal([...flatten(rgba, WHITE)], [10, 20, 30, 255, 255, 255]);
  assert.equal([...flatten(rgba, [1, 2, 3])], [10, 20, 30, 1, 2, 3]);
});

alpha("flatten() rounds to the nearest value for every sample and alpha", () => {
  for (const background of [0, 100, 255]) {
    for (let alphaValue = 0; alphaValue < 256; alphaValue += 1) {
      for (let sample = 0; sample < 256; sample += 5) {
        const exact = (sample * alphaValue + background * (255 - alphaValue)) / 255;
        const rgba = Uint8Array.of(sample, sample, sample, alphaValue);
        assert.is(flatten(rgba, [background, background, background])[1], Math.round(exact));
      }
    }
  }
});

alpha.run();
