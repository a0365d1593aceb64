/**
 * The whole of training as one TensorFlow graph: data, augmentation, forward pass, loss, gradients,
 * optimizer, metrics, evaluation and checkpoints, each a signature that a session runs in one call.
 * A step feeds indices, labels and two scalars; everything else stays inside.
 */
import type { Graph } from "@inception-edge/model";
import type { Precision } from "../tensorflow/precision.ts";
import { GraphBuilder, type Tensor } from "../graph/graph-builder.ts";
import { gradients } from "../graph/gradients.ts";
import { addN, argMax, cast, equal, identity, mean, pack, scale } from "../graph/ops/arithmetic.ts";
import { placeholder } from "../graph/ops/constant.ts";
import { crossEntropy } from "../graph/ops/cross-entropy.ts";
import { RandomStreams } from "../graph/ops/random.ts";
import { encodeSavedModel, type Signature } from "../graph/saved-model.ts";
import { assign, group, read } from "../graph/variable.ts";
import { augment, type Augmentation, type View } from "./augmentation.ts";
import { checkpointSignatures } from "./checkpoint-ops.ts";
import { evaluateSignature } from "./evaluation-program.ts";
import { forward } from "./forward.ts";
import { lossWeights } from "./losses.ts";
import { modelVariables } from "./model-variables.ts";
import { applyUpdates, optimizerState, type Optimizer } from "./optimizer.ts";
import { storedPictures, pick, type PackedPictures } from "./pictures.ts";
import { toUnitRange } from "./resize.ts";

export interface TrainingProgramOptions {
  readonly pictures: PackedPictures;
  readonly view: View;
  /** Sides of the training pictures, px, each with a signature of its own; the view's alone when absent. */
  readonly sizes?: readonly number[];
  readonly batchSize: number;
  readonly evaluationBatchSize: number;
  readonly augmentation: Augmentation;
  readonly optimizer: Optimizer;
  /** λ of the L2 penalty on kernels. */
  readonly weightDecay: number;
  /** In [0, 1). */
  readonly labelSmoothing: number;
  readonly batchNormMomentum: number;
  readonly precision: Precision;
  readonly seed: number;
}

/** The signature that trains on pictures of `size` px. */
export const trainSignature = (size: number): string => `train_${size}`;

/**
 * Signatures:
 * - `train_SIZE`, one for each size: indices, labels int32 `[batch]`, step int32, learning_rate float32 →
 *   metrics float32 `[1 + 2·outputs]`: total loss, then loss of each output, then accuracy of each output;
 * - `evaluate`: indices int32 `[evaluation batch]` → logits float32 `[outputs, batch, classes]`;
 * - `gradients`: as the last size's `train`, changing nothing → one tensor for each trainable weight;
 * - `weights`: → one tensor for each weight; `save`, `restore`: prefix.
 */
export function trainingProgram(model: Graph, options: TrainingProgramOptions): Uint8Array {
  const { view, batchSize, optimizer, sizes = [view.size] } = options;
  const graph = new GraphBuilder();
  const compute = options.precision === "bf16" ? "bfloat16" : "float32";
  const pictures = storedPictures(graph, options.pictures);
  const variables = modelVariables(graph, model, options.seed);
  const weights = new Map([...variables].map(([name, of]) => [name, read(of)]));
  const trainable = [...variables.values()].filter(({ spec }) => spec.trainable);
  const values = trainable.map(({ name }) => weights.get(name)!);
  const state = optimizerState(graph, trainable, optimizer);

  const indices = placeholder(graph, "indices", "int32", [batchSize]);
  const labels = placeholder(graph, "labels", "int32", [batchSize]);
  const step = placeholder(graph, "step", "int32");
  const learningRate = placeholder(graph, "learning_rate", "float32");

  /** A step on pictures of `size` px: the weights are the same, for the net ends in a global pool. */
  const trainAt = (size: number): { slopes: Tensor[]; metrics: Tensor } => {
    const random = new RandomStreams(graph, options.seed + 1, step);
    const { logits, updates } = graph.scoped(trainSignature(size), () => {
      const input = graph.untaped(() =>
        toUnitRange(
          augment(
            pick(pictures, indices),
            { ...view, trainSize: size },
            options.augmentation,
            random,
          ),
        ),
      );
      const training = { variables, random, batchNormMomentum: options.batchNormMomentum };
      return forward(model, input, { weights, compute, training });
    });
    const losses = [...logits].map(([output, at]) => {
      const { loss, gradient } = crossEntropy(at, labels, options.labelSmoothing);
      const weight = lossWeights[output];
      return { at, loss, weighted: scale(loss, weight), seed: scale(gradient, weight) };
    });
    const slopes = gradients(
      losses.map(({ at, seed }) => [at, seed] as const),
      values,
    );
    const applied = applyUpdates(
      trainable.map((of, index) => ({
        of,
        value: values[index]!,
        gradient: slopes[index]!,
      })),
      state,
      { optimizer, weightDecay: options.weightDecay, learningRate, compute },
    );
    const metrics = pack([
      addN(losses.map(({ weighted }) => weighted)),
      ...losses.map(({ loss }) => loss),
      ...losses.map(({ at }) => mean(cast(equal(argMax(at), labels), "float32"))),
    ]);
    return { slopes, metrics: identity(metrics, "metrics", [...updates, ...applied]) };
  };

  const steps = [...new Set(sizes)].map((size) => ({ size, ...trainAt(size) }));
  const stored = [...variables.values(), ...state.slots.flat(), ...state.powers];
  const batch = { indices, labels, step, learning_rate: learningRate };
  const signatures: Record<string, Signature> = {
    ...Object.fromEntries(
      steps.map(({ size, metrics }) => [
        trainSignature(size),
        { inputs: batch, outputs: { metrics } },
      ]),
    ),
    gradients: {
      inputs: { indices, labels, step },
      outputs: Object.fromEntries(
        trainable.map(({ name }, index) => [
          name,
          identity(steps.at(-1)!.slopes[index]!, `gradient/${name}`),
        ]),
      ),
    },
    evaluate: evaluateSignature(model, { ...options, pictures, weights, compute }),
    weights: {
      inputs: {},
      outputs: Object.fromEntries([...variables].map(([name, of]) => [name, read(of)])),
    },
    ...checkpointSignatures(graph, stored),
  };
  const initialize = group(
    graph,
    "initialize",
    stored.map((variable) => assign(variable, variable.initial)),
  );
  return encodeSavedModel(graph, signatures, initialize);
}
