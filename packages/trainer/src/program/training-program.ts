/**
 * All of training as one TensorFlow graph: training steps, evaluation and checkpoints are signatures, each run by one call.
 * A step feeds indices, labels and two scalars; everything else stays in the graph.
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
import { Collectives, identity, placeholder, type Share } from "@inception-edge/tensorflow/ops";
import type { TrainSize } from "../recipes/schedule.ts";
import { checkpointSignatures } from "./checkpoint-ops.ts";
import { evaluateSignature } from "./evaluation-program.ts";
import { hostImages, residentImages, type PackedImages } from "./images.ts";
import { loadSignature } from "./load-signature.ts";
import { modelVariables } from "./model-variables.ts";
import { optimizerState } from "./optimizer.ts";
import { runAhead } from "./run-ahead.ts";
import { rowsOfShare } from "./share-of-batch.ts";
import { statisticsSignatures } from "./statistics-signatures.ts";
import { trainStep, type StepInputs, type TrainStepOptions } from "./train-step.ts";
import { workerSignatures } from "./worker-signatures.ts";

/** Everything that the program depends on besides the model. */
export interface TrainingProgramOptions extends TrainStepOptions {
  readonly images: PackedImages;
  /** Sizes of the training images, each with its own signature; default: the view's size. */
  readonly sizes?: readonly Pick<TrainSize, "size" | "mixing">[];
  /** Images of a step; with a share, those of all workers together. */
  readonly batchSize: number;
  /** The worker that runs the program, if there are several: it is fed its rows of the batch. */
  readonly share?: Share | undefined;
  readonly evaluationBatchSize: number;
  /** Batch size for estimating batch normalization's statistics; absent if the model has none. */
  readonly statisticsBatchSize?: number | undefined;
  readonly precision: Precision;
}

/** The signature that trains on images of `size` px. */
export const trainSignature = (size: number): string => `train_${size}`;

/**
 * Encodes the program as a SavedModel. Signatures:
 * - `train_SIZE`, one for each size: indices, labels int32 `[batch]`, step int32, learning_rate float32 →
 *   metrics float32 `[1 + 2·outputs]`: total loss, then loss of each output, then accuracy of each output; where steps
 *   run ahead, a step's are answered later, and `feed` and `last_metrics` are there too (./run-ahead.ts);
 * - `evaluate`: indices int32 `[evaluation batch]` → logits float32 `[outputs, batch, classes]`;
 * - `statistics`, `set_statistics`: batch normalization's statistics for `evaluate` (./statistics-signatures.ts);
 * - `gradients`: like `train` of the last size, without an update → one tensor for each trainable weight;
 * - `weights`: → one tensor for each weight; `load`: the other way;
 * - `command`, `share`: only of a worker among several (./worker-signatures.ts);
 * - `save`, `restore`: prefix; everything that training continues from, which does not include those statistics.
 */
export function trainingProgram(model: Graph, options: TrainingProgramOptions): Uint8Array {
  const { view, batchSize, share, tuning, sizes = [{ size: view.size }] } = options;
  const { statisticsBatchSize } = options;
  const graph = new GraphBuilder();
  const collectives = share && new Collectives(graph, share);
  const rows = share && { whole: batchSize, used: rowsOfShare(batchSize, share) };
  const compute = options.precision === "bf16" ? "bfloat16" : "float32";
  const store = tuning.residentImages ? residentImages : hostImages;
  const images = store(graph, options.images);
  const variables = modelVariables(graph, model, options.seed);
  const weights = new Map([...variables].map(([name, each]) => [name, read(each)]));
  const trainable = [...variables.values()].filter(({ spec }) => spec.trainable);
  const state = optimizerState(graph, trainable, options.optimizer);

  const fed = rows?.used.length ?? batchSize;
  const feeds: StepInputs = {
    indices: placeholder(graph, "indices", "int32", [fed]),
    labels: placeholder(graph, "labels", "int32", [fed]),
    step: placeholder(graph, "step", "int32"),
    learningRate: placeholder(graph, "learning_rate", "float32"),
  };
  const ahead = tuning.runsAhead ? runAhead(feeds, model.outputs.length) : undefined;
  const inputs = ahead?.inputs ?? feeds;

  // The weights are the same for every size, because the network ends with global pooling.
  const steps = distinct(sizes).map(({ size, mixing }) => ({
    size,
    ...trainStep(
      model,
      inputs,
      { images, weights, trainable, optimizerState: state },
      {
        ...options,
        view: { ...view, trainSize: size },
        scope: trainSignature(size),
        compute,
        mixing,
        shared: collectives && { collectives, rows: rows! },
      },
    ),
  }));
  const optimizerVariables = [...state.slots.flat(), ...state.powers];
  const trained = [...trainable, ...optimizerVariables];
  const { indices, labels, step, learningRate } = inputs;
  const batch = { indices, labels, step, learning_rate: learningRate };
  const metrics = new Map(steps.map((each) => [trainSignature(each.size), each.metrics]));
  const signatures: Record<string, Signature> = {
    ...(ahead?.signatures(metrics) ??
      Object.fromEntries(
        [...metrics].map(([name, own]) => [name, { inputs: batch, outputs: { metrics: own } }]),
      )),
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
        collectives,
      })),
    weights: {
      inputs: {},
      outputs: Object.fromEntries([...variables].map(([name, each]) => [name, read(each)])),
    },
    load: loadSignature(graph, [...variables.values()]),
    ...checkpointSignatures(graph, trained),
    ...(collectives && workerSignatures(graph, collectives, { batchSize, variables: trained })),
  };
  const initialize = group(
    graph,
    "initialize",
    [
      ...images.variables,
      ...variables.values(),
      ...optimizerVariables,
      ...(ahead?.variables ?? []),
    ].map((each) => assign(each, each.initial)),
  );
  return encodeSavedModel(graph, signatures, initialize);
}

/** @throws {Error} when stages of the same size mix images differently: there is only one signature per size */
function distinct<T extends Pick<TrainSize, "size" | "mixing">>(sizes: readonly T[]): readonly T[] {
  const bySize = new Map<number, T>();
  for (const each of sizes) {
    const { mixing } = bySize.get(each.size) ?? each;
    if (JSON.stringify(mixing) !== JSON.stringify(each.mixing)) {
      throw new Error(
        `Cannot train at ${each.size} px twice: the stages mix images differently; give them the same mixing, or other sizes`,
      );
    }
    bySize.set(each.size, each);
  }
  return [...bySize.values()];
}
