/** How many epochs of a recipe fit into so many seconds, by the measured time of a step. */
import type { TrainSize } from "../../../packages/trainer/src/recipes/schedule.ts";

export interface Plan {
  readonly epochs: number;
  /** What it is expected to take. */
  readonly seconds: number;
}

export interface PlanOptions {
  /** Until all must be over. */
  readonly seconds: number;
  /** Of a step at full size. */
  readonly stepMs: number;
  readonly stepsPerEpoch: number;
  /** Epochs from one validation to the next. */
  readonly validateEvery: number;
  /** The recipe's stages, the one at full size last. */
  readonly sizes: readonly TrainSize[];
}

/** From the command to the first step: library, listing, program. */
const START_SECONDS = 8;
/** The first step of a size, in which kernels are chosen and compiled. */
const FIRST_STEP_SECONDS = 14;
const VALIDATION_SECONDS = 1; // with its checkpoint
/** Of a step's time, what does not shrink with the area: 40 px took 0.64 of 56, and 48 px 0.80. */
const FIXED_SHARE = 0.25;

/** @throws {RangeError} when not even one epoch fits. */
export function planEpochs(options: PlanOptions): Plan {
  const { seconds, sizes } = options;
  const before = START_SECONDS + FIRST_STEP_SECONDS * sizes.length;
  const epoch = epochSeconds(options);
  const epochs = Math.floor((seconds - before) / epoch);
  if (epochs < 1) {
    throw new RangeError(
      `Cannot plan a training of ${seconds.toFixed(0)} s: ${before} s go by before the first epoch is done with, and an epoch takes ${epoch.toFixed(1)} s`,
    );
  }
  return { epochs, seconds: before + epochs * epoch };
}

/** Of the mean epoch. */
function epochSeconds({ sizes, stepMs, stepsPerEpoch, validateEvery }: PlanOptions): number {
  const full = sizes.at(-1)!.size;
  let from = 0;
  let share = 0;
  for (const { until, size } of sizes) {
    share += (until - from) * (FIXED_SHARE + (1 - FIXED_SHARE) * (size / full) ** 2);
    from = until;
  }
  return (stepsPerEpoch * stepMs * share) / 1000 + VALIDATION_SECONDS / validateEvery;
}
