import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DivergedError, nanGuard } from "./nan-guard.ts";
import type { EpochReport, MetricName, StepReport } from "./watcher.ts";

const guard = suite("nan-guard");

const step: StepReport = {
  epoch: 2,
  stepInEpoch: 7,
  step: 1234,
  learningRate: 0.1,
  loss: 3.2,
  accuracy: 0.2,
  lossMean: 3.4,
};

function epoch(metrics: Partial<Record<MetricName, number>>): EpochReport {
  return {
    epoch: 2,
    learningRate: 0.1,
    seconds: 1,
    imagesPerSecond: 1,
    metrics: metrics as Record<MetricName, number>,
  };
}

function thrownBy(run: () => unknown): DivergedError {
  try {
    run();
  } catch (error) {
    assert.instance(error, DivergedError);
    return error as DivergedError;
  }
  return assert.unreachable("it did not throw") as never;
}

guard("nanGuard() lets finite numbers and absent heads pass", () => {
  const watcher = nanGuard({ checkpoint: () => undefined });
  watcher.onStep?.(step);
  void watcher.onEpochEnd?.(epoch({ loss: 3.2, held_out_main_out_accuracy: 0 }));
});

guard("nanGuard() names the step, the learning rate, the checkpoint and the cure", () => {
  for (const loss of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const watcher = nanGuard({ checkpoint: () => "step-00001200" });
    const error = thrownBy(() => watcher.onStep?.({ ...step, loss }));
    assert.is(error.step, 1234);
    assert.is(
      error.message,
      `Cannot continue training: the loss is ${loss} at step 1234, epoch 3, learning rate 0.1; continue from "step-00001200" with --resume and a lower --learning-rate, or with --precision f32`,
    );
  }
});

guard("nanGuard() says so when there is no checkpoint to resume from", () => {
  const watcher = nanGuard({ checkpoint: () => undefined });
  const error = thrownBy(() => watcher.onStep?.({ ...step, loss: Number.NaN }));
  assert.match(error.message, "there is no checkpoint yet: start again");
});

guard("nanGuard() looks at the validation metrics too, and names the one that broke", () => {
  const watcher = nanGuard({ checkpoint: () => undefined });
  watcher.onStep?.(step);
  const error = thrownBy(() =>
    watcher.onEpochEnd?.(epoch({ loss: 3, held_out_aux1_loss: Number.NaN })),
  );
  assert.match(error.message, "held_out_aux1_loss is NaN at step 1234");
});

guard.run();
