/** Makes steps of a training program's runs: one run for each, or runs that are ahead of their metrics (../program/run-ahead.ts). */
import type { Feeds, GraphThread } from "@inception-edge/tensorflow";
import type { StepMetrics } from "./trainer-session.ts";

/** A program's steps. */
export interface Steps {
  /** How many more steps to request before one waits for a step's metrics, so that the device never waits. */
  readonly ahead: number;
  /** Answers a step's metrics. */
  run(signature: string, feeds: Feeds): Promise<StepMetrics>;
  /** The thread for everything else, which is run after the steps requested so far. */
  readonly thread: GraphThread;
}

/** Steps whose run answers their metrics. */
export const plainSteps = (thread: GraphThread): Steps => ({
  ahead: 1, // queued while the last one computes
  run: async (signature, feeds) => metricsIn(await thread.run(signature, feeds)),
  thread,
});

/** Steps that run ahead: a run is fed the next step's batch, and answers the metrics of the step before. */
export function stepsAhead(thread: GraphThread): Steps {
  interface Step extends PromiseWithResolvers<StepMetrics> {
    readonly signature: string;
    readonly feeds: Feeds;
  }
  /** The step whose batch was fed last, to be launched by the next run. */
  let fed: Step | undefined;
  /** The step whose metrics the program has: runs are answered in their order. */
  let last: Step | undefined;
  let isSettled = true;

  const launchAndFeed = async (next: Step): Promise<void> => {
    const launched = fed;
    fed = next;
    const { step, ...batch } = next.feeds;
    try {
      if (launched) {
        const feeds = { ...batch, step: launched.feeds["step"]! };
        const outputs = await thread.run(launched.signature, feeds);
        last?.resolve(metricsIn(outputs));
        last = launched;
      } else {
        await thread.run("feed", batch);
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
    run(signature, feeds) {
      const next: Step = { signature, feeds, ...Promise.withResolvers<StepMetrics>() };
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
