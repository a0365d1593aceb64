import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { csvLog, readTrainingLog } from "./csv-log.ts";
import { formatLogRow, logHeader } from "./training-log.ts";
import {
  metricNames,
  type EpochReport,
  type MetricName,
  type RunStart,
  type Watcher,
} from "./watcher.ts";

interface Context {
  folder: string;
  path: string;
}

const log = suite<Context>("csv-log");

log.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "csv-log-"));
  context.path = join(context.folder, "training_log.csv");
});
log.after.each(async ({ folder }) => {
  await rm(folder, { recursive: true });
});

function report(epoch: number, value = 0.5): EpochReport {
  const metrics = Object.fromEntries(metricNames.map((name) => [name, value]));
  return {
    epoch,
    learningRate: 0.001,
    seconds: 12.5,
    imagesPerSecond: 700,
    metrics: metrics as Record<MetricName, number>,
  };
}

async function run(folder: string, startEpoch: number, epochs: number): Promise<Watcher> {
  const start: RunStart = {
    epochs: 10,
    stepsPerEpoch: 4,
    batchSize: 8,
    startEpoch,
    startStep: startEpoch * 4,
    runFolder: folder,
  };
  const watcher = csvLog();
  await watcher.onStart?.(start);
  for (let epoch = startEpoch; epoch < startEpoch + epochs; epoch += 1) {
    await watcher.onEpochEnd?.(report(epoch));
  }
  return watcher;
}

const epochsIn = (text: string): string[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => line.split(",")[0]!);

log("csvLog() writes the header once and a row per epoch", async ({ folder, path }) => {
  await run(folder, 0, 2);
  const text = await readFile(path, "utf8");
  assert.equal(epochsIn(text), ["epoch", "0", "1"]);
  const [header, first] = text.split("\n");
  assert.is(
    header,
    "epoch,learning_rate,seconds,images_per_second," +
      "loss,main_out_loss,aux1_loss,aux2_loss,main_out_accuracy,aux1_accuracy,aux2_accuracy," +
      "held_out_loss,held_out_main_out_loss,held_out_aux1_loss,held_out_aux2_loss," +
      "held_out_main_out_accuracy,held_out_aux1_accuracy,held_out_aux2_accuracy,held_out_main_out_top5",
  );
  assert.is(first, `0,0.001,12.5,700${",0.5".repeat(15)}`);
});

log("csvLog() drops the rows that a resumed run trains again", async ({ folder, path }) => {
  await run(folder, 0, 3);
  await run(folder, 2, 2);
  assert.equal(epochsIn(await readFile(path, "utf8")), ["epoch", "0", "1", "2", "3"]);
});

log("csvLog() drops a row that a kill cut off", async ({ folder, path }) => {
  await writeFile(path, logHeader + formatLogRow(report(0)) + formatLogRow(report(1)).slice(0, 20));
  await run(folder, 1, 1);
  assert.equal(epochsIn(await readFile(path, "utf8")), ["epoch", "0", "1"]);
});

log("csvLog() starts over when the run does", async ({ folder, path }) => {
  await run(folder, 0, 3);
  await run(folder, 0, 1);
  assert.equal(epochsIn(await readFile(path, "utf8")), ["epoch", "0"]);
});

log(
  "csvLog() writes its header when the run is resumed without a log",
  async ({ folder, path }) => {
    await run(folder, 3, 1);
    assert.equal(epochsIn(await readFile(path, "utf8")), ["epoch", "3"]);
  },
);

log("csvLog() refuses to resume a log of other columns", async ({ folder, path }) => {
  await writeFile(path, "epoch,acc\n0,0.5\n");
  try {
    await run(folder, 1, 1);
    assert.unreachable("it did not throw");
  } catch (error) {
    assert.match((error as Error).message, /columns are "epoch,acc".*move the file away/);
  }
  assert.is(await readFile(path, "utf8"), "epoch,acc\n0,0.5\n", "the file is left as it was");
});

log("csvLog() continues a log that a spreadsheet has saved", async ({ folder, path }) => {
  await run(folder, 0, 2);
  const text = await readFile(path, "utf8");
  await writeFile(path, `\uFEFF${text.replaceAll("\n", "\r\n")}`);
  await run(folder, 2, 1);
  assert.is(await readFile(path, "utf8"), text + formatLogRow(report(2)));
});

log("readTrainingLog() shows what cannot be seen of a log of other columns", async (context) => {
  await writeFile(context.path, `${logHeader.trim()}\t\n`);
  try {
    await readTrainingLog(context.folder);
    assert.unreachable("it did not throw");
  } catch (error) {
    assert.match((error as Error).message, /held_out_main_out_top5\\t", wanted ".*top5"; /);
  }
});

log("readTrainingLog() gives back what was logged, absent heads too", async ({ folder, path }) => {
  const { aux1_loss: _, ...metrics } = report(0, 1 / 3).metrics;
  const partial: EpochReport = {
    ...report(0),
    metrics: metrics as Record<MetricName, number>,
  };
  await writeFile(path, logHeader + formatLogRow(partial));
  const [read] = await readTrainingLog(folder);
  assert.not("aux1_loss" in read!.metrics);
  assert.is(read!.metrics.held_out_loss, 0.3333333);
  assert.is(read!.imagesPerSecond, 700);
});

log(
  "readTrainingLog() reads a log of before 2026-11-27, whose held-out columns begin with val_",
  async ({ folder, path }) => {
    await writeFile(path, (logHeader + formatLogRow(report(0))).replaceAll("held_out_", "val_"));
    assert.equal(await readTrainingLog(folder), [report(0)]);
  },
);

log("readTrainingLog() finds nothing in an empty folder", async ({ folder }) => {
  assert.equal(await readTrainingLog(folder), []);
});

log.run();
