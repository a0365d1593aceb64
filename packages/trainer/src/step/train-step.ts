/** One training step on pictures of one size: augmentation, forward pass, loss, gradients, update, metrics. */
import type { Graph } from "@inception-edge/model";
import type { DataTypeName } from "../graph/data-type.ts";
import { gradients } from "../graph/gradients.ts";
import type { Tensor } from "../graph/graph-builder.ts";
import { addN, argMax, cast, equal, identity, mean, pack, scale } from "../graph/ops/arithmetic.ts";
import { crossEntropy } from "../graph/ops/cross-entropy.ts";
import { RandomStreams } from "../graph/ops/random.ts";
import { augment, type Augmentation, type View } from "./augmentation.ts";
import { forward } from "./forward.ts";
import { lossWeights } from "./losses.ts";
import type { ModelVariable } from "./model-variables.ts";
import { applyUpdates, type Optimizer, type OptimizerState } from "./optimizer.ts";
import { pick } from "./pictures.ts";
import { toUnitRange } from "./resize.ts";

/** What a step is fed. */
export interface StepInputs {
  /** int32 `[batch]`: which of the stored pictures. */
  readonly indices: Tensor;
  /** int32 `[batch]`: their classes. */
  readonly labels: Tensor;
  /** int32 scalar, from which, with the seed, everything random follows. */
  readonly step: Tensor;
  /** float32 scalar. */
  readonly learningRate: Tensor;
}

/** What the steps of all sizes share. */
export interface StepState {
  /** uint8 `[count, stored, stored, 3]`. */
  readonly pictures: Tensor;
  /** The model variables' values, by name. */
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly trainable: readonly ModelVariable[];
  readonly optimizerState: OptimizerState;
}

export interface TrainStepOptions {
  readonly view: View;
  readonly augmentation: Augmentation;
  readonly optimizer: Optimizer;
  /** λ of the L2 penalty on kernels. */
  readonly weightDecay: number;
  /** In [0, 1). */
  readonly labelSmoothing: number;
  readonly seed: number;
}

export interface TrainStep {
  /** Of the total loss, one for each trainable variable. */
  readonly weightGradients: readonly Tensor[];
  /** float32 `[1 + 2·outputs]`: total loss, each output's loss, each output's accuracy; to fetch it is to train. */
  readonly metrics: Tensor;
}

/**
 * @param scope prefix of the activations' names in the graph
 * @param compute precision of convolutions and matrix products
 */
export function trainStep(
  model: Graph,
  { indices, labels, step, learningRate }: StepInputs,
  { pictures, weights, trainable, optimizerState }: StepState,
  options: TrainStepOptions & { readonly scope: string; readonly compute: DataTypeName },
): TrainStep {
  const { view, augmentation, optimizer, compute } = options;
  const { graph } = pictures;
  const random = new RandomStreams(graph, options.seed + 1, step);
  const { logits } = graph.scoped(options.scope, () => {
    const input = graph.untaped(() =>
      toUnitRange(augment(pick(pictures, indices), view, augmentation, random)),
    );
    return forward(model, input, { weights, compute, normalizeBy: "batch", random });
  });
  const losses = [...logits].map(([output, at]) => {
    const { loss, gradient } = crossEntropy(at, labels, options.labelSmoothing);
    const weight = lossWeights[output];
    return { at, loss, weighted: scale(loss, weight), seed: scale(gradient, weight) };
  });
  const values = trainable.map(({ name }) => weights.get(name)!);
  const weightGradients = gradients(
    losses.map(({ at, seed }) => [at, seed] as const),
    values,
  );
  const applied = applyUpdates(
    trainable.map((of, index) => ({
      of,
      value: values[index]!,
      gradient: weightGradients[index]!,
    })),
    optimizerState,
    { optimizer, weightDecay: options.weightDecay, learningRate, compute },
  );
  const metrics = pack([
    addN(losses.map(({ weighted }) => weighted)),
    ...losses.map(({ loss }) => loss),
    ...losses.map(({ at }) => mean(cast(equal(argMax(at), labels), "float32"))),
  ]);
  return { weightGradients, metrics: identity(metrics, "metrics", applied) };
}
