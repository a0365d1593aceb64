/**
 * Ends a run whose loss is not a number: every later step would be wasted, and useless weights would overwrite the
 * checkpoint. It must be the first watcher.
 */
import { metricNames, type Watcher } from "./watcher.ts";

/** The loss, a metric or a weight is not a number any more. */
export class DivergedError extends Error {
  override readonly name = "DivergedError";
  /** Number of the step, from 1. */
  readonly step: number;

  constructor(message: string, { step }: { readonly step: number }) {
    super(message);
    this.step = step;
  }
}

/** Options of {@link nanGuard}. */
export interface NanGuardOptions {
  /** The name of the newest checkpoint; undefined before the first. */
  readonly checkpoint: () => string | undefined;
}

/**
 * The watcher that ends the run.
 * @throws {DivergedError} from `onStep` and `onEpochEnd`
 */
export function nanGuard({ checkpoint }: NanGuardOptions): Watcher {
  let step = 0;

  function fail(what: string, epoch: number, learningRate: number): never {
    const name = checkpoint();
    const cure = name
      ? `continue from "${name}" with --resume and a lower --learning-rate`
      : "there is no checkpoint yet: start again with a lower --learning-rate";
    throw new DivergedError(
      `Cannot continue training: ${what} at step ${step}, epoch ${epoch + 1}, learning rate ${learningRate}; ${cure}, or with --precision f32`,
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
        // A metric is absent, rather than NaN, if the run does not have its head.
        const value: number | undefined = metrics[name];
        if (value !== undefined && !Number.isFinite(value)) {
          fail(`${name} is ${value}`, epoch, learningRate);
        }
      }
    },
  };
}
