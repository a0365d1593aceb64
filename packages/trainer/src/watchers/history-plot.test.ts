import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { csvLog } from "./csv-log.ts";
import { historyPlot } from "./history-plot.ts";
import { metricNames, type EpochReport, type MetricName, type Watcher } from "./watcher.ts";

const plot = suite<{ folder: string }>("history-plot");

plot.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "history-plot-"));
});
plot.after.each(async ({ folder }) => {
  await rm(folder, { recursive: true });
});

function report(epoch: number): EpochReport {
  const metrics = Object.fromEntries(metricNames.map((name) => [name, (epoch + 1) / 10]));
  return {
    epoch,
    learningRate: 0.1,
    seconds: 1,
    imagesPerSecond: 1,
    metrics: metrics as Record<MetricName, number>,
  };
}

async function run(watchers: readonly Watcher[], runFolder: string, reports: EpochReport[]) {
  const startEpoch = reports[0]!.epoch;
  for (const watcher of watchers) {
    const size = { epochs: 9, stepsPerEpoch: 4, batchSize: 8 };
    await watcher.onStart?.({ ...size, startEpoch, startStep: startEpoch * 4, runFolder });
  }
  for (const each of reports) {
    for (const watcher of watchers) await watcher.onEpochEnd?.(each);
  }
  const outcome = { reason: "finished", epochsDone: startEpoch + reports.length } as const;
  for (const watcher of watchers) await watcher.onStop?.(outcome);
}

const now = (): number => 0; // all epochs end at once

plot("historyPlot() leaves an SVG and a PNG in the run folder", async ({ folder }) => {
  await run([historyPlot({ title: "smoke on demo", now })], folder, [report(0), report(1)]);
  const svg = await readFile(join(folder, "history.svg"), "utf8");
  assert.match(svg, "smoke on demo");
  assert.match(svg, "held-out 20.0 %");
  const png = await readFile(join(folder, "history.png"));
  assert.is(png.toString("latin1", 1, 4), "PNG");
});

plot(
  "historyPlot() of a resumed run continues from its log, before or after csvLog()",
  async ({ folder }) => {
    await run([csvLog(), historyPlot({ now })], folder, [report(0), report(1), report(2)]);
    for (const watchers of [
      [csvLog(), historyPlot({ now })],
      [historyPlot({ now }), csvLog()],
    ]) {
      await run(watchers, folder, [report(2), report(3)]);
      const svg = await readFile(join(folder, "history.svg"), "utf8");
      assert.match(svg, "in epoch 4 of 4");
    }
  },
);

plot.run();
