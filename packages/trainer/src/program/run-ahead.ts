/**
 * Steps that the CPU launches while the GPU still computes the one before. A copy between host and GPU begins when the
 * kernels queued before it are done (tensorflow/core/common_runtime/gpu/gpu_util.cc), so no kernel of a step may wait for
 * one: a run is fed the next step's batch, trains on the one that the run before was fed, and answers the metrics of the
 * step before. ../loop/steps-ahead.ts makes steps of such runs.
 */
import {
  assign,
  read,
  variable,
  type Signature,
  type Tensor,
  type Variable,
} from "@inception-edge/tensorflow/graph";
import {
  bitcast,
  concat,
  constant,
  fill,
  identity,
  reshape,
  split,
} from "@inception-edge/tensorflow/ops";
import type { StepInputs } from "./train-step.ts";

/** A program's part that lets steps run ahead. */
export interface RunAhead {
  /** What a step trains on: the batch that the run before was fed. */
  readonly inputs: StepInputs;
  /** To be initialized; they are no part of a checkpoint. */
  readonly variables: readonly Variable[];
  /**
   * - each step's: the next step's batch, and its own number → the metrics of the step before, and its number as soon as
   *   all of its kernels are launched;
   * - `feed`: the first step's batch; `last_metrics`: → the metrics of the last step.
   * @param metrics those of each step by its signature's name, float32 `[1 + 2·outputs]`
   */
  signatures(metrics: ReadonlyMap<string, Tensor>): Readonly<Record<string, Signature>>;
}

/** @param outputs the number of the network's outputs */
export function runAhead(fed: StepInputs, outputs: number): RunAhead {
  const { step } = fed;
  const { graph } = step;
  const images = fed.indices.shape[0]!;
  // Of one type, and one that variables on a GPU may have: whole numbers as the bits of a float32.
  const batch = variable(graph, "next_batch", fill(graph, [2 * images + 1], 0));
  const metrics = variable(graph, "last_metrics", fill(graph, [1 + 2 * outputs], 0));
  const held = read(batch);
  const before = read(metrics);
  const [indices, labels, learningRate] = split(held, [images, images, 1]) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  // Joining copies: a variable must not keep what is fed (docs/graph-training.md).
  const joined = concat([
    bitcast(fed.indices, "float32", []),
    bitcast(fed.labels, "float32", []),
    reshape(fed.learningRate, [1]),
  ]);
  const put = assign(batch, joined, [held]);
  const inputs = { indices: fed.indices, labels: fed.labels, learning_rate: fed.learningRate };
  return {
    inputs: {
      step,
      indices: bitcast(indices, "int32", []),
      labels: bitcast(labels, "int32", []),
      learningRate: reshape(learningRate, []),
    },
    variables: [batch, metrics],
    signatures: (ofSteps) => ({
      ...Object.fromEntries(
        [...ofSteps].map(([name, own]) => {
          const kept = assign(metrics, own, [before]);
          // On a GPU, int32 is in the host's memory, and so fetched without a copy.
          const launched = identity(step, "launched", [put, kept]);
          return [name, { inputs: { ...inputs, step }, outputs: { metrics: before, launched } }];
        }),
      ),
      feed: {
        inputs,
        outputs: { images: identity(constant(graph, images, "int32"), "fed", [put]) },
      },
      last_metrics: { inputs: {}, outputs: { metrics: before } },
    }),
  };
}
