/**
 * Ends a run whose loss is no longer a number: every later step would be wasted, and the checkpoint would
 * be overwritten by weights that are lost. Goes first among the watchers.
 */
import { metricNames, type Watcher } from "./watcher.ts";

export class DivergedError extends Error {
  override readonly name = "DivergedError";
  /** From 1. */
  readonly step: number;

  constructor(message: string, at: { readonly step: number }) {
    super(message);
    this.step = at.step;
  }
}

export interface NanGuardOptions {
  /** The name of the newest checkpoint of finite weights; undefined before the first. */
  readonly checkpoint: () => string | undefined;
}

/** @throws {DivergedError} from `onStep` and `onEpochEnd`. */
export function nanGuard({ checkpoint }: NanGuardOptions): Watcher {
  let step = 0;

  function fail(what: string, epoch: number, learningRate: number): never {
    const name = checkpoint();
    const cure = name
      ? `go on from "${name}" with --resume and a lower --learning-rate`
      : "there is no checkpoint yet: start again with a lower --learning-rate";
    throw new DivergedError(
      `Cannot go on training: ${what} at step ${step}, epoch ${epoch + 1}, learning rate ${learningRate}; ${cure}, or with --precision f32`,
      { step },
    );
  }

  return {
    onStart(start) {
      step = start.startStep;
    },
    onStep(report) {
      step = report.step;
      const { loss, epoch, learningRate } = report;
      if (!Number.isFinite(loss)) fail(`the loss is ${loss}`, epoch, learningRate);
    },
    onEpochEnd({ metrics, epoch, learningRate }) {
      for (const name of metricNames) {
        // Absent where the head is: not a number gone wrong.
        const value: number | undefined = metrics[name];
        if (value !== undefined && !Number.isFinite(value)) {
          fail(`${name} is ${value}`, epoch, learningRate);
        }
      }
    },
  };
}
