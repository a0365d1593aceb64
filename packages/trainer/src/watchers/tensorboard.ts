/**
 * Writes a TensorBoard event file in the run folder (`tensorboard --logdir runs`): loss and learning rate of every step
 * and all metrics of every epoch, by global step. A resumed run adds a file of its own, which in TensorBoard replaces
 * what was logged for the same steps before the interruption.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileVersionEvent, scalarsEvent, sessionStartEvent } from "./event-proto.ts";
import { tfRecord } from "./tf-record.ts";
import { metricNames, type MetricName, type Watcher } from "./watcher.ts";

/** @param options.now the time, milliseconds since 1970 */
export function tensorboard({ now }: { readonly now: () => number }): Watcher {
  let file: number;
  let step: number;

  // Each record is written immediately, so a crash loses none; a call takes microseconds.
  const append = (event: Uint8Array): void => {
    writeSync(file, tfRecord(event));
  };

  return {
    onStart({ runFolder, startStep }) {
      const wallTime = now() / 1000;
      file = openSync(join(runFolder, eventFileName(now())), "a");
      step = startStep;
      append(fileVersionEvent(wallTime));
      append(sessionStartEvent(wallTime, startStep + 1));
    },
    onStep(report) {
      step = report.step;
      const values = new Map([
        ["train/step_loss", report.loss],
        ["train/learning_rate", report.learningRate],
      ]);
      append(scalarsEvent({ wallTime: now() / 1000, step, values }));
    },
    onEpochEnd({ metrics, imagesPerSecond }) {
      const values = new Map([["train/images_per_second", imagesPerSecond]]);
      for (const name of metricNames) {
        // A metric is absent if the run does not have its head.
        const value: number | undefined = metrics[name];
        if (value !== undefined) values.set(tagOf(name), value);
      }
      append(scalarsEvent({ wallTime: now() / 1000, step, values }));
    },
    onStop() {
      closeSync(file);
    },
  };
}

/** "held_out_main_out_loss" → "held_out/main_out_loss": TensorBoard groups charts by the part before the slash. */
function tagOf(name: MetricName): string {
  return name.startsWith("held_out_")
    ? `held_out/${name.slice("held_out_".length)}`
    : `train/${name}`;
}

/** TensorBoard reads every file with "tfevents" in its name, in alphabetical order. */
function eventFileName(milliseconds: number): string {
  const seconds = String(Math.floor(milliseconds / 1000)).padStart(10, "0");
  return `events.out.tfevents.${seconds}.${hostname()}.${process.pid}`;
}
