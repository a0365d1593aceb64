/**
 * A TensorBoard event file in the run folder (`tensorboard --logdir runs`): loss and learning rate of every
 * step, every metric of every epoch, all over the global step. A resumed run adds a file of its own, which
 * replaces in TensorBoard what the killed run logged of the same steps.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileVersionEvent, scalarsEvent, sessionStartEvent } from "./event-proto.ts";
import { tfRecord } from "./tf-record.ts";
import { metricNames, type MetricName, type Watcher } from "./watcher.ts";

/** @param options.now milliseconds since 1970. */
export function tensorboard({ now }: { readonly now: () => number }): Watcher {
  let file: number;
  let step: number;

  // Each record goes to the system at once, so a killed run loses none; a call takes microseconds.
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
        // Absent where the head is.
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

/** "held_out_main_out_loss" → "held_out/main_out_loss": TensorBoard groups charts by what stands before the slash. */
function tagOf(name: MetricName): string {
  return name.startsWith("held_out_")
    ? `held_out/${name.slice("held_out_".length)}`
    : `train/${name}`;
}

/** TensorBoard takes every file with "tfevents" in its name and reads them in the names' order. */
function eventFileName(milliseconds: number): string {
  const seconds = String(Math.floor(milliseconds / 1000)).padStart(10, "0");
  return `events.out.tfevents.${seconds}.${hostname()}.${process.pid}`;
}
