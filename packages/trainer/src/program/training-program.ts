/**
 * The whole of training as one TensorFlow graph: training steps, evaluation and checkpoints, each a
 * signature that a session runs in one call. A step feeds indices, labels and two scalars; everything
 * else stays inside.
 */
import type { Graph } from "@inception-edge/model";
import type { Precision } from "@inception-edge/tensorflow";
import {
  assign,
  encodeSavedModel,
  GraphBuilder,
  group,
  read,
  type Signature,
} from "@inception-edge/tensorflow/graph";
import { identity, placeholder } from "@inception-edge/tensorflow/ops";
import type { TrainSize } from "../recipes/schedule.ts";
import { checkpointSignatures } from "./checkpoint-ops.ts";
import { evaluateSignature } from "./evaluation-program.ts";
import { hostImages, residentImages, type PackedImages } from "./images.ts";
import { modelVariables } from "./model-variables.ts";
import { optimizerState } from "./optimizer.ts";
import { statisticsSignatures } from "./statistics-signatures.ts";
import { trainStep, type TrainStepOptions } from "./train-step.ts";

export interface TrainingProgramOptions extends TrainStepOptions {
  readonly images: PackedImages;
  /** Training images by their side, px, each with a signature of its own; the view's alone when absent. */
  readonly sizes?: readonly Pick<TrainSize, "size" | "mixing">[];
  readonly batchSize: number;
  readonly evaluationBatchSize: number;
  /** Of the images that batch normalisation's statistics are estimated from; absent where the model has none. */
  readonly statisticsBatchSize?: number | undefined;
  readonly precision: Precision;
}

/** The signature that trains on images of `size` px. */
export const trainSignature = (size: number): string => `train_${size}`;

/**
 * Signatures:
 * - `train_SIZE`, one for each size: indices, labels int32 `[batch]`, step int32, learning_rate float32 →
 *   metrics float32 `[1 + 2·outputs]`: total loss, then loss of each output, then accuracy of each output;
 * - `evaluate`: indices int32 `[evaluation batch]` → logits float32 `[outputs, batch, classes]`;
 * - `statistics`, `set_statistics`: what batch normalisation goes by in `evaluate` (./statistics-signatures.ts);
 * - `gradients`: as the last size's `train`, changing nothing → one tensor for each trainable weight;
 * - `weights`: → one tensor for each weight;
 * - `save`, `restore`: prefix; all that training goes on from, which those statistics are no part of.
 */
export function trainingProgram(model: Graph, options: TrainingProgramOptions): Uint8Array {
  const { view, batchSize, statisticsBatchSize, tuning, sizes = [{ size: view.size }] } = options;
  const graph = new GraphBuilder();
  const compute = options.precision === "bf16" ? "bfloat16" : "float32";
  const store = tuning.residentImages ? residentImages : hostImages;
  const images = store(graph, options.images);
  const variables = modelVariables(graph, model, options.seed);
  const weights = new Map([...variables].map(([name, of]) => [name, read(of)]));
  const trainable = [...variables.values()].filter(({ spec }) => spec.trainable);
  const state = optimizerState(graph, trainable, options.optimizer);

  const indices = placeholder(graph, "indices", "int32", [batchSize]);
  const labels = placeholder(graph, "labels", "int32", [batchSize]);
  const step = placeholder(graph, "step", "int32");
  const learningRate = placeholder(graph, "learning_rate", "float32");

  // The weights are the same at every size, for the net ends in a global pool.
  const steps = distinct(sizes).map(({ size, mixing }) => ({
    size,
    ...trainStep(
      model,
      { indices, labels, step, learningRate },
      { images, weights, trainable, optimizerState: state },
      {
        ...options,
        view: { ...view, trainSize: size },
        scope: trainSignature(size),
        compute,
        mixing,
      },
    ),
  }));
  const ofOptimizer = [...state.slots.flat(), ...state.powers];
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
          identity(steps.at(-1)!.weightGradients[index]!, `gradient/${name}`),
        ]),
      ),
    },
    evaluate: evaluateSignature(model, { ...options, ...tuning, images, weights, compute }),
    ...(statisticsBatchSize !== undefined &&
      statisticsSignatures(model, {
        ...tuning,
        images,
        view,
        batchSize: statisticsBatchSize,
        variables,
        weights,
        compute,
      })),
    weights: {
      inputs: {},
      outputs: Object.fromEntries([...variables].map(([name, of]) => [name, read(of)])),
    },
    ...checkpointSignatures(graph, [...trainable, ...ofOptimizer]),
  };
  const initialize = group(
    graph,
    "initialize",
    [...images.variables, ...variables.values(), ...ofOptimizer].map((each) =>
      assign(each, each.initial),
    ),
  );
  return encodeSavedModel(graph, signatures, initialize);
}

/** @throws {Error} when images of one size are to be mixed in two ways: a signature is found by its size. */
function distinct<T extends Pick<TrainSize, "size" | "mixing">>(sizes: readonly T[]): readonly T[] {
  const bySize = new Map<number, T>();
  for (const each of sizes) {
    const { mixing } = bySize.get(each.size) ?? each;
    if (JSON.stringify(mixing) !== JSON.stringify(each.mixing)) {
      throw new Error(`Cannot train at ${each.size} px twice: the stages mix images differently`);
    }
    bySize.set(each.size, each);
  }
  return [...bySize.values()];
}
