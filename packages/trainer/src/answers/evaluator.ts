/** Computes the logits of a graph with given weights on packed images, in TensorFlow. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  weightSpecs,
  weightValues,
  type Graph,
  type OutputName,
  type Weights,
} from "@inception-edge/model";
import { startGraphThread, type FeedValue } from "@inception-edge/tensorflow";
import { writeSavedModel } from "@inception-edge/tensorflow/graph";
import { evaluateInBatches } from "../loop/evaluate-in-batches.ts";
import type { View } from "../program/augmentation.ts";
import { evaluationProgram } from "../program/evaluation-program.ts";
import type { PackedImages } from "../program/images.ts";

/** An evaluation program with its weights loaded. */
export interface Evaluator {
  /**
   * Float32 logits `[indices.length, classes]` of each output, for images by index in the packed store.
   * @throws the signal's reason
   */
  logits(indices: Int32Array): Promise<Map<OutputName, Float32Array>>;
  close(): Promise<void>;
}

const BATCH_SIZE = 64;

/** Writes the evaluation program, opens it on a thread and loads the weights. The caller must close it. */
export async function openEvaluator(
  model: Graph,
  weights: Weights,
  options: {
    readonly images: PackedImages;
    readonly view: View;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<Evaluator> {
  const feeds: Record<string, FeedValue> = {};
  for (const spec of weightSpecs(model)) {
    const { name, shape } = spec;
    feeds[name] = { dtype: "float32", shape, values: weightValues(weights, spec) };
  }
  const folder = await mkdtemp(join(tmpdir(), "inception-edge-"));
  const program = evaluationProgram(model, { ...options, evaluationBatchSize: BATCH_SIZE });
  await writeSavedModel(folder, program);
  const thread = startGraphThread(folder);
  const close = async (): Promise<void> => {
    await thread.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await thread.run("load", feeds);
  } catch (error) {
    await close(); // an open thread keeps the process alive
    throw error;
  }
  const { signal } = options;
  return {
    logits: (indices) =>
      evaluateInBatches(thread, indices, {
        outputs: model.outputs,
        batchSize: BATCH_SIZE,
        signal,
      }),
    close,
  };
}
