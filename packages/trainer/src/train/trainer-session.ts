/** The signatures of the training program as typed calls: what the loop, evaluation and export ask of an engine. */
import type { OutputName, Weights } from "@inception-edge/model";
import type { Engine } from "../engine/engine.ts";
import type { FeedValue } from "../engine/session.ts";
import { trainSignature } from "../step/training-program.ts";
import { evaluateInBatches } from "./evaluate-in-batches.ts";

export interface Batch {
  /** Positions in the packed store, int32 `[batch]`. */
  readonly indices: Int32Array;
  /** Classes, int32 `[batch]`. */
  readonly labels: Int32Array;
}

/** Metrics of one step: weighted total loss, then each output's loss, then each output's accuracy. */
export type StepMetrics = Float32Array;

export interface TrainerSession {
  /** @param size side of the training pictures, px: one of the program's; its last when absent. */
  step(batch: Batch, step: number, learningRate: number, size?: number): Promise<StepMetrics>;
  /** Logits `[indices.length, classes]` of each output, on unaugmented pictures. */
  evaluate(indices: Int32Array): Promise<Map<OutputName, Float32Array>>;
  weights(): Promise<Weights>;
  save(prefix: string): Promise<void>;
  restore(prefix: string): Promise<void>;
  close(): Promise<void>;
}

export function trainerSession(
  engine: Engine,
  options: {
    readonly outputs: readonly OutputName[];
    readonly evaluationBatchSize: number;
    /** Sides of the program's training pictures, px. */
    readonly sizes: readonly number[];
  },
): TrainerSession {
  const { outputs, evaluationBatchSize, sizes } = options;
  return {
    async step({ indices, labels }, step, learningRate, size = sizes.at(-1)!) {
      const { metrics } = await engine.run(trainSignature(size), {
        indices: int32(indices),
        labels: int32(labels),
        step: int32(Int32Array.of(step), []),
        learning_rate: { dtype: "float32", shape: [], values: Float32Array.of(learningRate) },
      });
      return metrics!.values as Float32Array;
    },

    evaluate: (indices) =>
      evaluateInBatches(engine, indices, { outputs, batchSize: evaluationBatchSize }),

    async weights() {
      const weights = await engine.run("weights");
      return new Map(
        Object.entries(weights).map(([name, { shape, values }]) => [
          name,
          { shape, values: values as Float32Array },
        ]),
      );
    },

    async save(prefix) {
      await engine.run("save", { prefix: { dtype: "string", value: prefix } });
    },
    async restore(prefix) {
      await engine.run("restore", { prefix: { dtype: "string", value: prefix } });
    },
    close: () => engine.close(),
  };
}

function int32(values: Int32Array, shape: readonly number[] = [values.length]): FeedValue {
  return { dtype: "int32", shape, values };
}
