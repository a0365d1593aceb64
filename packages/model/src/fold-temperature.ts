/**
 * Puts a temperature (Guo et al. 2017, "On Calibration of Modern Neural Networks", §4.2) into the last
 * layer: softmax(z / T) is the softmax of a layer whose kernel and bias are divided by T. Whoever runs the
 * network gets calibrated scores, and need not know of it.
 */
import type { WeightedGraph } from "./weights.ts";

const HEAD = "main_out";

/**
 * The same network with the logits of `main_out` divided by `temperature`; weights that do not change are
 * not copied.
 *
 * @throws {RangeError} when the temperature is not above 0
 */
export function foldTemperature(
  { graph, weights }: WeightedGraph,
  temperature: number,
): WeightedGraph {
  if (!(temperature > 0 && Number.isFinite(temperature))) {
    throw new RangeError(`Cannot fold the temperature: it is ${temperature}, wanted > 0`);
  }
  const folded = new Map(weights);
  for (const name of [`${HEAD}/kernel`, `${HEAD}/bias`]) {
    const { shape, values } = weights.get(name)!;
    folded.set(name, { shape, values: values.map((value) => value / temperature) });
  }
  return { graph, weights: folded };
}
