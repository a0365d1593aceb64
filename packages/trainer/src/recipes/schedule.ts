/**
 * Schedules of learning rate and image size as data, and pure functions for their value at a step. Nothing has to be saved:
 * a resumed run gets the same values as an uninterrupted one. Durations are fractions of the run, so a schedule works for
 * any number of epochs.
 */
import type { Mixing } from "../program/mixing.ts";

/** A schedule of the optimizer's learning rate; fractions are in [0, 1]. */
export type Schedule =
  | { readonly kind: "constant"; readonly peak: number }
  /** Linear warm-up, then half a cosine to zero (Loshchilov & Hutter 2017, eq. 5, without restarts). */
  | { readonly kind: "cosine"; readonly peak: number; readonly warmupFraction: number }
  /** Linear warm-up, then linear decay to zero. */
  | { readonly kind: "linear"; readonly peak: number; readonly warmupFraction: number }
  /** Linear warm-up, then `peak`, multiplied by `factor` at each of the `milestones`, fractions of the run. */
  | {
      readonly kind: "steps";
      readonly peak: number;
      readonly warmupFraction: number;
      readonly factor: number;
      readonly milestones: readonly number[];
    };

/** A stage of the run, up to the fraction `until`, with training images of `size` px. */
export interface TrainSize {
  readonly until: number;
  readonly size: number;
  /** How images are mixed in pairs; default: not at all. */
  readonly mixing?: Mixing;
}

/** Side of the training images in step `step`, px: that of the first stage which is not over. */
export function trainSizeAt(
  stages: readonly TrainSize[],
  step: number,
  totalSteps: number,
): number {
  const { size } = stages.find(({ until }) => step < until * totalSteps) ?? stages.at(-1)!;
  return size;
}

/**
 * The learning rate of step `step`, from 0, of `totalSteps`. Warm-up rises from `peak / warm-up steps` to `peak`; the rate
 * would reach zero one step after the last, so that no step is wasted.
 * @throws {RangeError} for a step outside the run, or a warm-up that is not in [0, 1)
 */
export function learningRateAt(schedule: Schedule, step: number, totalSteps: number): number {
  if (!(step >= 0 && step < totalSteps)) {
    throw new RangeError(
      `Cannot compute the learning rate: step ${step} is not in the run; want 0 to ${totalSteps - 1}`,
    );
  }
  const { peak } = schedule;
  if (schedule.kind === "constant") return peak;

  const { warmupFraction } = schedule;
  if (!(warmupFraction >= 0 && warmupFraction < 1)) {
    throw new RangeError(
      `Cannot compute the learning rate: warmupFraction is ${warmupFraction}; want at least 0 and less than 1`,
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
      const drops = schedule.milestones.filter((fraction) => step >= fraction * totalSteps).length;
      return peak * schedule.factor ** drops;
    }
  }
}
