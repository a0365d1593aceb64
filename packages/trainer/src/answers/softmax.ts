/** Logits to probabilities, row by row. */
import { logSumExp } from "../evaluate/logits.ts";

/** @param logits `[rows, classes]`, row-major. */
export function softmax(logits: Float32Array, classes: number): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    const row = logits.subarray(start, start + classes);
    const total = logSumExp(row);
    for (const [index, logit] of row.entries()) {
      probabilities[start + index] = Math.exp(logit - total);
    }
  }
  return probabilities;
}
