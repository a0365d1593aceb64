/** What a network in TensorFlow answers to images of a run. */
import type { WeightedGraph } from "@inception-edge/model";
import type { Answers } from "../evaluate/evaluation.ts";
import type { Run } from "../run/run.ts";
import { openEvaluator } from "./evaluator.ts";
import { packedImages } from "./packed-images.ts";

/** The main output's float32 logits on images of the packed store, and their labels. */
export async function networkAnswers(
  { graph, weights }: WeightedGraph,
  { config, packed }: Run,
  indices: Int32Array,
  signal?: AbortSignal,
): Promise<Answers> {
  const evaluator = await openEvaluator(graph, weights, {
    images: packedImages(packed),
    view: { resize: config.recipe.resize, size: config.recipe.inputSize },
    signal,
  });
  try {
    const logits = (await evaluator.logits(indices)).get("main_out")!;
    return { logits, labels: indices.map((index) => packed.labels[index]!) };
  } finally {
    await evaluator.close();
  }
}
