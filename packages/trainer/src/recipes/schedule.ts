/**
 * Schedules of learning rate and image size as data, and their value at any one step as a pure function
 * of them: nothing to save, so a resumed run has the values of the uninterrupted one. Spans are fractions of the run, so one
 * schedule serves any number of epochs.
 */
import type { Mixing } from "../program/mixing.ts";

/** Rates are those of the optimizer; fractions lie in [0, 1]. */
export type Schedule =
  | { readonly kind: "constant"; readonly peak: number }
  /** Linear warm-up, then half a cosine to zero (Loshchilov & Hutter 2017, eq. 5, without restarts). */
  | { readonly kind: "cosine"; readonly peak: number; readonly warmupFraction: number }
  /** Linear warm-up, then a straight line to zero. */
  | { readonly kind: "linear"; readonly peak: number; readonly warmupFraction: number }
  /** Linear warm-up, then `peak`, multiplied by `factor` at each of the fractions `at`. */
  | {
      readonly kind: "steps";
      readonly peak: number;
      readonly warmupFraction: number;
      readonly factor: number;
      readonly at: readonly number[];
    };

/** Training images of `size` px up to the fraction `until` of the run. */
export interface TrainSize {
  readonly until: number;
  readonly size: number;
  /** Whether and how they are mixed in pairs. */
  readonly mixing?: Mixing;
}

/** Side of step `step`'s training images, px: that of the first of `stages` which is not over. */
export function trainSizeAt(
  stages: readonly TrainSize[],
  step: number,
  totalSteps: number,
): number {
  const { size } = stages.find(({ until }) => step < until * totalSteps) ?? stages.at(-1)!;
  return size;
}

/**
 * The learning rate of step `step`, from 0, of `totalSteps`. Warm-up climbs from `peak / steps of it`
 * to `peak`; a rate of exactly zero would be the step after the last, so that no step is wasted.
 *
 * @throws {RangeError} for a step outside the run or a warm-up that is not in [0, 1).
 */
export function learningRateAt(schedule: Schedule, step: number, totalSteps: number): number {
  if (!(step >= 0 && step < totalSteps)) {
    throw new RangeError(
      `Cannot give a learning rate: step ${step} is not one of the run's ${totalSteps}, 0 to ${totalSteps - 1}`,
    );
  }
  const { peak } = schedule;
  if (schedule.kind === "constant") return peak;

  const { warmupFraction } = schedule;
  if (!(warmupFraction >= 0 && warmupFraction < 1)) {
    throw new RangeError(
      `Cannot give a learning rate: warmupFraction is ${warmupFraction}; want at least 0 and less than 1`,
    );
  }
  const warmupSteps = Math.floor(warmupFraction * totalSteps);
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;

  const decayed = (step - warmupSteps) / (totalSteps - warmupSteps); // in [0, 1)
  switch (schedule.kind) {
    case "cosine":
      return (peak * (1 + Math.cos(Math.PI * decayed))) / 2;
    case "linear":
      return peak * (1 - decayed);
    case "steps": {
      const drops = schedule.at.filter((fraction) => step >= fraction * totalSteps).length;
      return peak * schedule.factor ** drops;
    }
  }
}
