/** Rectified linear unit. */
import { type } from "../attributes.ts";
import type { Tensor } from "../graph-builder.ts";

/** max(x, 0). */
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
