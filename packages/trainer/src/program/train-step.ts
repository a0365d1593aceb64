/** A training step on images of one size: augmentation, forward pass, loss, gradients, update, metrics. */
import type { Graph } from "@inception-edge/model";
import { gradients, type DataTypeName, type Tensor } from "@inception-edge/tensorflow/graph";
import {
  argMax,
  cast,
  concat,
  constant,
  crossEntropy,
  equal,
  identity,
  meanOver,
  multiply,
  pack,
  RandomStreams,
  reshape,
  smoothTargets,
  sumOver,
  type Collectives,
  type Rows,
} from "@inception-edge/tensorflow/ops";
import { augment, type Augmentation, type View } from "./augmentation.ts";
import { forward } from "./forward.ts";
import type { ImageStore } from "./images.ts";
import { lossWeights } from "./losses.ts";
import { mix, type Mixing } from "./mixing.ts";
import type { ModelVariable } from "./model-variables.ts";
import { applyUpdates, type Optimizer, type OptimizerState } from "./optimizer.ts";
import { changeLight, type Photometric } from "./photometric.ts";
import { toUnitRange } from "./resize.ts";
import type { Tuning } from "./tuning.ts";

/** The inputs of a step. */
export interface StepInputs {
  /** int32 `[batch]`: indices of the packed images. */
  readonly indices: Tensor;
  /** int32 `[batch]`: their classes. */
  readonly labels: Tensor;
  /** int32 scalar: everything random depends on it and on the seed. */
  readonly step: Tensor;
  /** float32 scalar. */
  readonly learningRate: Tensor;
}

/** The state that the steps of all sizes share. */
export interface StepState {
  readonly images: ImageStore;
  /** The model variables' values, by name. */
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly trainable: readonly ModelVariable[];
  readonly optimizerState: OptimizerState;
}

/** The options that the recipe and the run decide. */
export interface TrainStepOptions {
  readonly view: View;
  readonly augmentation: Augmentation;
  /** Default: light and color stay. */
  readonly photometric?: Photometric | undefined;
  readonly optimizer: Optimizer;
  /** λ of the L2 penalty on kernels. */
  readonly weightDecay: number;
  /** In [0, 1). */
  readonly labelSmoothing: number;
  readonly seed: number;
  readonly tuning: Tuning;
}

/** The outputs of a step. */
export interface TrainStep {
  /** Gradients of the total loss, one for each trainable variable. */
  readonly weightGradients: readonly Tensor[];
  /** float32 `[1 + 2·outputs]`: total loss, each output's loss, each output's accuracy; fetching it performs the step. */
  readonly metrics: Tensor;
}

/**
 * Adds the step to the graph.
 * @param options.scope prefix of the activations' names in the graph
 * @param options.compute type of convolutions and matrix products
 */
export function trainStep(
  model: Graph,
  { indices, labels, step, learningRate }: StepInputs,
  { images, weights, trainable, optimizerState }: StepState,
  options: TrainStepOptions & {
    readonly scope: string;
    readonly compute: DataTypeName;
    readonly mixing?: Mixing | undefined;
    /** What makes it a step of several workers, each on its rows of the batch; default: there is one. */
    readonly shared?: { readonly collectives: Collectives; readonly rows: Rows } | undefined;
  },
): TrainStep {
  const { view, augmentation, photometric, optimizer, compute, shared } = options;
  const { graph } = images;
  const random = new RandomStreams(graph, options.seed + 1, step, shared?.rows);
  const classes = weights.get(`${model.outputs[0]!}/bias`)!.shape[0]!;
  const { logits, targets } = graph.scoped(options.scope, () => {
    const mixed = graph.untaped(() => {
      const views = augment(images.pick(indices), view, augmentation, random);
      const changed = photometric ? changeLight(views, photometric, random) : views;
      const unmixed = {
        images: toUnitRange(changed),
        targets: smoothTargets(labels, classes, options.labelSmoothing),
      };
      return options.mixing ? mix(unmixed, options.mixing, random) : unmixed;
    });
    const passed = forward(model, mixed.images, {
      weights,
      compute,
      groupColumns: options.tuning.groupColumns,
      productsUpTo: options.tuning.productsUpTo,
      poolsByLines: options.tuning.poolsByLines,
      mergeSiblings: options.tuning.mergeSiblings,
      normalizeBy: "batch",
      random,
    });
    return { logits: passed.logits, targets: mixed.targets };
  });
  const heads = [...logits.values()];
  const headWeights = [...logits.keys()].map((output) => lossWeights[output]);
  const { losses, gradients: seeds } = graph.untaped(() =>
    crossEntropy(heads, targets, headWeights),
  );
  const values = trainable.map(({ name }) => weights.get(name)!);
  const ownGradients = gradients(
    heads.map((head, index) => [head, seeds[index]!] as const),
    values,
  );
  const total = sumOver(multiply(losses, constant(graph, headWeights)), [0]);
  // As float32: on a GPU, TensorFlow compares int32 in the host's memory, and the step would wait for the copies.
  const answers = cast(argMax(pack(heads)), "float32");
  const wanted = cast(labels, "float32");
  const correct = cast(equal(answers, pack(heads.map(() => wanted))), "float32");
  const accuracies = reshape(meanOver(correct, [1]), [heads.length]);
  const own = [...ownGradients, concat([total, losses, accuracies])];
  const means = shared?.collectives.means(own) ?? own;
  const weightGradients = means.slice(0, -1);
  const applied = applyUpdates(
    trainable.map((weight, index) => ({
      weight,
      value: values[index]!,
      gradient: weightGradients[index]!,
    })),
    optimizerState,
    {
      optimizer,
      weightDecay: options.weightDecay,
      learningRate,
      compute,
      muonTuning: options.tuning.muon,
    },
  );
  return { weightGradients, metrics: identity(means.at(-1)!, "metrics", applied) };
}
