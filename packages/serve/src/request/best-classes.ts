/** The likeliest classes of an answer's scores, the best first. */
import { topK } from "@inception-edge/model/bundle";

/** A softmax in float32 may end a hair outside of [0, 1]; what is answered does not. */
export function bestClasses(scores: ArrayBuffer, k: number): ReturnType<typeof topK> {
  return topK(new Float32Array(scores), k).map(({ classIndex, score }) => ({
    classIndex,
    score: Math.min(1, Math.max(0, score)),
  }));
}
