import { suite } from "uvu";
import * as assert from "uvu/assert";
import { streamTerminal } from "@inception-edge/host";
import { duration, epochLine, progressLine, startLine, stopLine } from "./progress-line.ts";
import { progress } from "./progress.ts";
import type { EpochReport, MetricName, RunStart, StepReport } from "./watcher.ts";

const display = suite("progress");

const start: RunStart = {
  epochs: 15,
  stepsPerEpoch: 100,
  batchSize: 64,
  startEpoch: 0,
  startStep: 0,
  runFolder: "",
};
const step: StepReport = {
  epoch: 2,
  stepInEpoch: 61,
  step: 261,
  learningRate: 0.1,
  loss: 3.3,
  accuracy: 0.2744,
  lossMean: 3.2141,
};
const epoch: EpochReport = {
  epoch: 2,
  learningRate: 0.1,
  seconds: 100,
  imagesPerSecond: 512.4,
  metrics: {
    main_out_loss: 3.2,
    main_out_accuracy: 0.28,
    held_out_main_out_loss: 3.1,
    held_out_main_out_accuracy: 0.3055,
    held_out_main_out_top5: 0.561,
  } as Record<MetricName, number>,
};
const estimate = { imagesPerSecond: 512.4, epochSeconds: 45, runSeconds: 3730 };

const lineAt = (columns: number): string => progressLine(step, { start, estimate, columns });

display("progressLine() fills a wide terminal with a bar and every part", () => {
  assert.is(
    lineAt(120),
    "epoch 3/15  ━━━━━━━━━━━━━━──────────  61 %  loss 3.214  acc 27.4 %  0:45 left  run 1:02:10  512 images/s",
  );
});

display("progressLine() is never wider than the terminal, whatever its width", () => {
  for (let columns = 0; columns <= 140; columns += 1) {
    const line = lineAt(columns);
    assert.ok(line.length <= columns, `${line.length} of ${columns}`);
  }
});

display("progressLine() drops the bar first, then parts from the end", () => {
  assert.is(
    lineAt(80),
    "epoch 3/15  61 %  loss 3.214  acc 27.4 %  0:45 left  run 1:02:10  512 images/s",
  );
  assert.is(lineAt(56), "epoch 3/15  61 %  loss 3.214  acc 27.4 %  0:45 left");
  assert.is(lineAt(20), "epoch 3/15  61 %");
  assert.is(lineAt(7), "epoch 3");
});

display("progressLine() promises nothing before there is an estimate", () => {
  assert.is(
    progressLine(step, { start, estimate: undefined, columns: Number.POSITIVE_INFINITY }),
    "epoch 3/15  61 %  loss 3.214  acc 27.4 %",
  );
});

display("epochLine() tells of held-out images only where there are any", () => {
  assert.match(
    epochLine(epoch, 15),
    /accuracy 28\.0 %  held-out loss 3\.100  held-out accuracy 30\.6 %/,
  );
  const { main_out_loss, main_out_accuracy } = epoch.metrics;
  const metrics = { main_out_loss, main_out_accuracy } as Record<MetricName, number>;
  assert.is(
    epochLine({ ...epoch, metrics }, 15),
    "epoch 3/15  loss 3.200  accuracy 28.0 %  512 images/s",
  );
});

display("duration() is short, and rounds before it splits", () => {
  assert.equal([7, 59.6, 730, 3599.5, 11045].map(duration), [
    "0:07",
    "1:00",
    "12:10",
    "1:00:00",
    "3:04:05",
  ]);
});

display("startLine() tells a resumed run from a new one", () => {
  assert.is(startLine(start), "Training 15 epochs of 100 steps, 64 images each");
  assert.match(startLine({ ...start, epochs: 1 }), "1 epoch of");
  assert.match(startLine({ ...start, startStep: 261 }), /^Resuming after step 261 of 1500: /);
});

display("stopLine() names the reason and the best epoch", () => {
  const best = { bestEpoch: 6, bestAccuracy: 0.4131 };
  assert.is(
    stopLine({ reason: "early-stop", epochsDone: 12, ...best }, 50),
    "Stopped early (no further improvement) after 12 of 50 epochs; best held-out accuracy 41.3 % in epoch 7",
  );
  assert.is(
    stopLine({ reason: "interrupted", epochsDone: 0 }, 5),
    "Interrupted (continue with --resume) after 0 of 5 epochs",
  );
});

/** What a display wrote while ten steps took `stepSeconds` each and validation five seconds. */
function written(isTerminal: boolean, stepSeconds: number): string {
  let seconds = 0;
  let text = "";
  const now = (): number => seconds * 1000;
  const stream = { write: (part: string) => (text += part), isTTY: isTerminal, columns: 81 };
  const watcher = progress({ terminal: streamTerminal(stream, now), now });
  void watcher.onStart?.({ ...start, stepsPerEpoch: 10 });
  for (let made = 1; made <= 10; made += 1) {
    seconds += stepSeconds;
    watcher.onStep?.({ ...step, epoch: 0, stepInEpoch: made, step: made });
  }
  seconds += 5;
  void watcher.onEpochEnd?.({ ...epoch, epoch: 0 });
  void watcher.onStop?.({ reason: "finished", epochsDone: 1 });
  return text;
}

display("progress() rewrites one line on a terminal and keeps one per epoch", () => {
  const text = written(true, 1);
  assert.is(text.split("\n").length - 1, 3, "start, epoch and end");
  assert.is(text.split("\r").length - 1, 11, "ten steps, and the epoch in their place");
  for (const line of text.split(/[\r\n]/)) {
    if (line.includes("left")) assert.ok(line.replace("\u001B[2K", "").length <= 80);
  }
  assert.match(
    text,
    "\r\u001B[2Kepoch 1/15  loss 3.200  accuracy 28.0 %  held-out loss 3.100  held-out accuracy 30.6 %  held-out top-5 56.1 %  512 images/s\n",
  );
});

display("progress() rewrites a terminal's line at most ten times a second", () => {
  const rewrites = written(true, 1 / 32).split("\r").length - 1 - 1;
  assert.is(rewrites, 2); // after 4/32 and 8/32 of a second
});

display("progress() writes plain lines at intervals where there is no terminal", () => {
  const text = written(false, 3);
  assert.not.match(text, "\r");
  assert.not.match(text, "\u001B");
  const steps = text.split("\n").filter((line) => line.includes("left"));
  assert.equal(steps, [
    "epoch 1/15  50 %  loss 3.214  acc 27.4 %  0:15 left  run 7:15  21 images/s",
    "epoch 1/15  90 %  loss 3.214  acc 27.4 %  0:03 left  run 7:03  21 images/s",
  ]);
});

display.run();
