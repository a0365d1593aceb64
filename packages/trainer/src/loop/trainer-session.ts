/** The signatures of the training program as typed functions, for the loop, evaluation and export. */
import type { OutputName, Weights } from "@inception-edge/model";
import { withPlainPath, type FeedValue, type GraphThread } from "@inception-edge/tensorflow";
import { trainSignature } from "../program/training-program.ts";
import { evaluateInBatches } from "./evaluate-in-batches.ts";
import { poolStatistics } from "./pool-statistics.ts";
import { plainSteps, stepsAhead, type StepMetrics } from "./steps-ahead.ts";

/** The images of one step. */
export interface Batch {
  /** Indices in the packed store, int32 `[batch]`. */
  readonly indices: Int32Array;
  /** Classes, int32 `[batch]`. */
  readonly labels: Int32Array;
}

/** A training program that is running. */
export interface TrainerSession {
  /** How many more steps to request before one waits for a step, so that the device never waits; default: 1. */
  readonly stepsAhead?: number;
  /**
   * Trains on one batch.
   * @param size side of the training images, px: one of the program's sizes, by default the last one
   */
  step(batch: Batch, step: number, learningRate: number, size?: number): Promise<StepMetrics>;
  /**
   * Estimates batch normalization's statistics on training images with the current weights. Call it after the last step
   * or restore, before evaluating or exporting. The result depends only on the weights, not on the steps before.
   */
  estimateStatistics(): Promise<void>;
  /** Logits `[indices.length, classes]` of each output, on unaugmented images, with the estimated statistics. */
  evaluate(indices: Int32Array): Promise<Map<OutputName, Float32Array>>;
  /** All weights, with the estimated statistics. */
  weights(): Promise<Weights>;
  /** Sets the weights; those that are not given stay. */
  load(weights: Weights): Promise<void>;
  /** Writes TensorFlow's checkpoint files, whose paths begin with `prefix`. */
  save(prefix: string): Promise<void>;
  /** Reads them back. */
  restore(prefix: string): Promise<void>;
  close(): Promise<void>;
}

/** Wraps a thread that runs a training program. */
export function trainerSession(
  graphThread: GraphThread,
  options: {
    readonly outputs: readonly OutputName[];
    readonly evaluationBatchSize: number;
    /** Images to estimate statistics from, in batches of the program's size; none without batch normalization. */
    readonly statisticsBatches: readonly Int32Array[];
    /** Sides of the program's training images, px. */
    readonly sizes: readonly number[];
    /** Whether the program's steps run ahead, as its tuning says. */
    readonly runsAhead: boolean;
  },
): TrainerSession {
  const { outputs, evaluationBatchSize, statisticsBatches, sizes } = options;
  const steps = options.runsAhead ? stepsAhead(graphThread) : plainSteps(graphThread);
  const { thread } = steps;
  const readWeights = async (): Promise<Weights> => {
    const weights = await thread.run("weights");
    return new Map(
      Object.entries(weights).map(([name, { shape, values }]) => [
        name,
        { shape, values: values as Float32Array },
      ]),
    );
  };
  return {
    stepsAhead: steps.ahead,

    step: ({ indices, labels }, step, learningRate, size = sizes.at(-1)!) =>
      steps.run(trainSignature(size), int32(Int32Array.of(step), []), {
        indices: int32(indices),
        labels: int32(labels),
        learning_rate: { dtype: "float32", shape: [], values: Float32Array.of(learningRate) },
      }),

    async estimateStatistics() {
      if (statisticsBatches.length === 0) return;
      const measured = await Promise.all(
        statisticsBatches.map((indices) => thread.run("statistics", { indices: int32(indices) })),
      );
      const values = poolStatistics(
        measured.map(({ statistics }) => statistics!.values as Float32Array),
      );
      await thread.run("set_statistics", {
        statistics: { dtype: "float32", shape: [values.length], values },
      });
    },

    evaluate: (indices) =>
      evaluateInBatches(thread, indices, { outputs, batchSize: evaluationBatchSize }),

    weights: readWeights,

    async load(weights) {
      const feeds = [...(await readWeights())].map(([name, initial]): [string, FeedValue] => {
        const { shape, values } = weights.get(name) ?? initial;
        return [name, { dtype: "float32", shape, values }];
      });
      await thread.run("load", Object.fromEntries(feeds));
    },

    async save(prefix) {
      await thread.run("save", { prefix: { dtype: "string", value: prefix } });
    },
    async restore(prefix) {
      await withPlainPath(prefix, (value) =>
        thread.run("restore", { prefix: { dtype: "string", value } }),
      );
    },
    close: () => thread.close(),
  };
}

function int32(values: Int32Array, shape: readonly number[] = [values.length]): FeedValue {
  return { dtype: "int32", shape, values };
}
