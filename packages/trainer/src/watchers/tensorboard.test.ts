import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readEvents } from "../../test/read-events.ts";
import { fileVersionEvent } from "./event-proto.ts";
import { tensorboard } from "./tensorboard.ts";
import { tfRecord } from "./tf-record.ts";
import type { EpochReport, MetricName, RunStart, StepReport } from "./watcher.ts";

const board = suite<{ folder: string }>("tensorboard");

board.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "tensorboard-"));
});
board.after.each(async ({ folder }) => {
  await rm(folder, { recursive: true });
});

async function eventsIn(folder: string): Promise<Record<string, unknown>[]> {
  const [name] = await readdir(folder);
  assert.match(name!, /^events\.out\.tfevents\.0000001700\./);
  return readEvents(await readFile(join(folder, name!)));
}

const start: Omit<RunStart, "runFolder"> = {
  epochs: 2,
  stepsPerEpoch: 4,
  batchSize: 8,
  startEpoch: 0,
  startStep: 0,
};
const step: StepReport = {
  epoch: 0,
  stepInEpoch: 1,
  step: 1,
  learningRate: 0.125,
  loss: 5.5,
  accuracy: 0.25,
  lossMean: 5.5,
};
/** A Summary message as it is read back. */
function scalars(values: Record<string, number>): object {
  return { value: Object.entries(values).map(([tag, simpleValue]) => ({ tag, simpleValue })) };
}

const now = (): number => 1_700_500; // milliseconds

board("tfRecord() of a file version is, byte for byte, what TensorBoard writes", () => {
  // From the RecordWriter of tensorboard 2.21.0 (Python), for the same event.
  const written = tfRecord(fileVersionEvent(1440183447));
  assert.is(
    Buffer.from(written).toString("latin1"),
    '\x18\0\0\0\0\0\0\0\xa3\x7fK"\t\0\0\xc0%\xddu\xd5A\x1a\rbrain.Event:2\x8d\x1a\xdb\xaf',
  );
});

board("tensorboard() writes the version, the start, steps and epochs", async ({ folder }) => {
  const watcher = tensorboard({ now });
  await watcher.onStart?.({ ...start, runFolder: folder });
  watcher.onStep?.(step);
  watcher.onStep?.({ ...step, step: 2, loss: 0.5 });
  const epoch: EpochReport = {
    epoch: 0,
    learningRate: 0.125,
    seconds: 1,
    imagesPerSecond: 64,
    metrics: { main_out_accuracy: 0.25, held_out_main_out_top5: 0.75 } as Record<
      MetricName,
      number
    >,
  };
  await watcher.onEpochEnd?.(epoch);
  await watcher.onStop?.({ reason: "finished", epochsDone: 1 });

  assert.equal(await eventsIn(folder), [
    { wallTime: 1700.5, fileVersion: "brain.Event:2" },
    { wallTime: 1700.5, step: 1, sessionLog: { status: "START" } },
    {
      wallTime: 1700.5,
      step: 1,
      summary: scalars({ "train/step_loss": 5.5, "train/learning_rate": 0.125 }),
    },
    {
      wallTime: 1700.5,
      step: 2,
      summary: scalars({ "train/step_loss": 0.5, "train/learning_rate": 0.125 }),
    },
    {
      wallTime: 1700.5,
      step: 2,
      summary: scalars({
        "train/images_per_second": 64,
        "train/main_out_accuracy": 0.25,
        "held_out/main_out_top5": 0.75,
      }),
    },
  ]);
});

board("tensorboard() has every step on disk before the run stops", async ({ folder }) => {
  const watcher = tensorboard({ now });
  await watcher.onStart?.({ ...start, runFolder: folder });
  watcher.onStep?.(step);
  assert.is((await eventsIn(folder)).length, 3);
  await watcher.onStop?.({ reason: "interrupted", epochsDone: 0 });
});

board("tensorboard() makes a resumed run start at its first new step", async ({ folder }) => {
  const watcher = tensorboard({ now });
  await watcher.onStart?.({ ...start, startEpoch: 1, startStep: 5, runFolder: folder });
  await watcher.onStop?.({ reason: "finished", epochsDone: 2 });
  assert.is((await eventsIn(folder))[1]!["step"], 6);
});

board.run();
