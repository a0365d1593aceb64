import { setTimeout } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startProgress } from "./progress.ts";

const progress = suite("progress");

progress(
  "startProgress() measures the speed of this run alone, and the time left from it",
  async () => {
    const report = startProgress(100, 40);
    await setTimeout(20);
    const { done, total, perSecond, etaSeconds } = report(70);
    assert.equal([done, total], [70, 100]);
    assert.ok(perSecond > 0 && perSecond <= 30 / 0.019, `${perSecond}`);
    assert.ok(Math.abs(etaSeconds - 30 / perSecond) < 1e-9, `${etaSeconds}`);
  },
);

progress("startProgress() has no finite time left before anything is done", () => {
  const report = startProgress(10, 5);
  assert.equal([report(5).perSecond, report(5).etaSeconds], [0, Infinity]);
});

progress.run();
