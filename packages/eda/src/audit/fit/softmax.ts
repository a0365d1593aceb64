/** Turns logits into probabilities, in place. */
export function softmax(logits: Float64Array): Float64Array {
  let top = -Infinity;
  for (const logit of logits) if (logit > top) top = logit;
  let sum = 0;
  for (let at = 0; at < logits.length; at += 1) sum += logits[at] = Math.exp(logits[at]! - top);
  for (let at = 0; at < logits.length; at += 1) logits[at]! /= sum;
  return logits;
}
