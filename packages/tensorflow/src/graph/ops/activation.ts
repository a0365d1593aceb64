/** The rectified linear unit and dropout. */
import { type } from "../attributes.ts";
import type { Tensor } from "../graph-builder.ts";
import { cast, floor, multiply, offset, scale } from "./arithmetic.ts";
import type { RandomStreams } from "./random.ts";

/** Rectified linear unit: max(x, 0). */
export function relu(x: Tensor): Tensor {
  const { graph, dtype, shape } = x;
  const attributes = { T: type(dtype) };
  const output = graph.tensor("Relu", dtype, shape, { inputs: [x], attributes });
  graph.record({
    output,
    inputs: [x],
    backward: (dy) => [
      graph.tensor("ReluGrad", dtype, shape, { inputs: [dy, output], attributes }),
    ],
  });
  return output;
}

/**
 * Inverted dropout (Srivastava et al. 2014): kept units grow by 1/(1 − rate), so inference needs no scaling.
 * @param rate share of units dropped, in [0, 1).
 */
export function dropout(x: Tensor, rate: number, random: RandomStreams): Tensor {
  if (rate === 0) return x;
  const keep = 1 - rate;
  const kept = floor(offset(random.uniform(x.shape), keep)); // 1 with probability `keep`, else 0
  const mask = cast(scale(kept, 1 / keep), x.dtype);
  const output = multiply(x, mask);
  x.graph.record({ output, inputs: [x], backward: (dy) => [multiply(dy, mask)] });
  return output;
}
