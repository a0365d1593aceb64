/** Times steps of random images and labels, requested as the trainer's loop does: as far ahead as the session wants. */
import { writeFile } from "node:fs/promises";
import { seededRandom } from "../../packages/dataset/src/mod.ts";
import type { StepMetrics } from "../../packages/trainer/src/loop/steps-ahead.ts";
import type { TrainerSession } from "../../packages/trainer/src/loop/trainer-session.ts";
import { median } from "../median.ts";
import type { MeasuredStep } from "./measured-step.ts";

const WARM_UP_STEPS = 8;
/** So low that no weights blow up. */
const LEARNING_RATE = 1e-4;

/** The steps to time. */
export interface TimedSteps {
  readonly batch: number;
  /** Side of the training images, px. */
  readonly size: number;
  /** Images in the store. */
  readonly images: number;
  readonly classes: number;
  /** How long to time; default: 6. */
  readonly seconds?: number | undefined;
  /** At most so many timed steps, and warm-up ones. */
  readonly steps?: number | undefined;
  /** A file to write when the timed steps begin. */
  readonly started?: string | undefined;
}

/** Times the session's steps, after the first one and some to warm up. */
export async function timeSteps(
  session: TrainerSession,
  options: TimedSteps,
): Promise<
  Pick<MeasuredStep, "steps" | "medianMs" | "p90Ms" | "firstStepMs" | "firstLoss" | "lastLoss">
> {
  const { seconds = 6, steps = Infinity, started } = options;
  const request = randomSteps(session, options);
  const begun = performance.now();
  const first = await request();
  const firstStepMs = Math.round(performance.now() - begun);
  for (let index = 0; index < Math.min(WARM_UP_STEPS, steps); index += 1) await request();

  if (started) await writeFile(started, "");
  const times: number[] = [];
  const pending = Array.from({ length: session.stepsAhead ?? 1 }, request);
  let last = first;
  let settled = performance.now();
  const until = settled + 1000 * seconds;
  while (times.length === 0 || (settled < until && times.length < steps)) {
    pending.push(request());
    last = (await pending.shift())!;
    const now = performance.now();
    times.push(now - settled);
    settled = now;
  }
  await Promise.all(pending);

  const sorted = times.toSorted((a, b) => a - b);
  return {
    steps: times.length,
    medianMs: round(median(times)),
    p90Ms: round(sorted[Math.floor(0.9 * sorted.length)]!),
    firstStepMs,
    firstLoss: round(first[0]!),
    lastLoss: round(last[0]!),
  };
}

/** Each call asks for the next step. */
function randomSteps(
  session: TrainerSession,
  { batch, size, images, classes }: TimedSteps,
): () => Promise<StepMetrics> {
  const random = seededRandom(1);
  const below = (limit: number): Int32Array =>
    Int32Array.from({ length: batch }, () => limit * random());
  let step = -1;
  return () => {
    step += 1;
    const labelled = { indices: below(images), labels: below(classes) };
    return session.step(labelled, step, LEARNING_RATE, size);
  };
}

/** To a thousandth. */
function round(value: number): number {
  return Math.round(1000 * value) / 1000;
}
