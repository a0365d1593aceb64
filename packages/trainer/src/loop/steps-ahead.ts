/** Makes steps of a training program's runs: one run for each, or runs that are ahead of their metrics (../program/run-ahead.ts). */
import type { Feeds, FeedValue, GraphThread } from "@inception-edge/tensorflow";

/** Metrics of one step: the weighted total loss, each output's loss, each output's accuracy. */
export type StepMetrics = Float32Array;

/** A program's steps. */
export interface Steps {
  /** How many more steps to request before one waits for a step's metrics, so that the device never waits. */
  readonly ahead: number;
  /** Answers the metrics of step `step`, an int32 scalar, on the batch that `batch` feeds. */
  run(signature: string, step: FeedValue, batch: Feeds): Promise<StepMetrics>;
  /** The thread for everything else, which is run after the steps requested so far. */
  readonly thread: GraphThread;
}

/** Steps whose run answers their metrics. */
export const plainSteps = (thread: GraphThread): Steps => ({
  ahead: 1, // queued while the last one computes
  run: async (signature, step, batch) => metricsIn(await thread.run(signature, { ...batch, step })),
  thread,
});

/** Steps that run ahead: a run is fed the next step's batch, and answers the metrics of the step before. */
export function stepsAhead(thread: GraphThread): Steps {
  interface Step extends PromiseWithResolvers<StepMetrics> {
    readonly signature: string;
    readonly step: FeedValue;
    readonly batch: Feeds;
  }
  /** The step whose batch was fed last, to be launched by the next run. */
  let fed: Step | undefined;
  /** The step whose metrics the program has: runs are answered in their order. */
  let last: Step | undefined;
  let isSettled = true;

  const launchAndFeed = async (next: Step): Promise<void> => {
    const launched = fed;
    fed = next;
    try {
      if (launched) {
        const { signature, step } = launched;
        const outputs = await thread.run(signature, { ...next.batch, step });
        last?.resolve(metricsIn(outputs));
        last = launched;
      } else {
        await thread.run("feed", next.batch);
      }
    } catch (error) {
      launched?.reject(error);
      next.reject(error); // its batch may not have come
      if (fed === next) fed = undefined;
    }
  };

  /** Settles all steps that were requested. */
  const settle = (): void => {
    if (isSettled) return;
    isSettled = true;
    if (fed) void launchAndFeed(fed); // with its own batch again, for want of another
    fed = undefined;
    thread.run("last_metrics").then(
      (outputs) => last?.resolve(metricsIn(outputs)),
      (error) => last?.reject(error),
    );
  };

  return {
    ahead: 3, // fed, queued, and computing
    run(signature, step, batch) {
      const next: Step = { signature, step, batch, ...Promise.withResolvers<StepMetrics>() };
      isSettled = false;
      void launchAndFeed(next).then(() => {
        if (fed === next || !fed) settle(); // nothing more was requested meanwhile
      });
      return next.promise;
    },
    thread: {
      run(signature, feeds) {
        settle();
        return thread.run(signature, feeds);
      },
      close() {
        settle();
        return thread.close();
      },
    },
  };
}

function metricsIn({ metrics }: Awaited<ReturnType<GraphThread["run"]>>): StepMetrics {
  return metrics!.values as Float32Array;
}
