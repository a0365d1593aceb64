/**
 * Widens ranges that XNNPACK refuses: the output of a layer must not be far finer than the products that it sums. That is
 * so where nothing passes a layer, as after a few steps of training: its output is all zeros, whose range is nothing, but
 * its weights and inputs are large. What is lost is precision below a hundredth of one product's step.
 */
import type { Graph } from "../graph.ts";
import type { Weights } from "../weights.ts";
import type { ActivationRange } from "./estimate-range.ts";
import { int8Scale } from "./int8-numbers.ts";

/** Steps of the output in one step of the product of input and kernel: XNNPACK takes fewer than 256. */
const FINEST = 128;

/**
 * @param ranges by node name; nodes that share a scale have the same object
 * @returns the same, with wider ranges where that is needed, still shared
 */
export function usableRanges(
  graph: Graph,
  weights: Weights,
  ranges: ReadonlyMap<string, ActivationRange>,
): ReadonlyMap<string, ActivationRange> {
  const usable = new Map(ranges);
  const sharing = Map.groupBy(ranges.keys(), (name) => ranges.get(name)!);
  const layers = graph.nodes.filter((node) => node.weights.length > 0);
  // A wider range makes the next layer's inputs coarser. Layers follow their inputs, so that few rounds are enough.
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const { name, inputs } of layers) {
      const { minimum, maximum } = usable.get(name)!;
      const kernel = largest(weights.get(`${name}/kernel`)!.values) / 127;
      const product = kernel * scaleOf(usable.get(inputs[0]!)!);
      if (product / scaleOf({ minimum, maximum }) <= FINEST) continue;
      const wider = { minimum, maximum: minimum + (1.01 * 255 * product) / FINEST };
      for (const other of sharing.get(ranges.get(name)!)!) usable.set(other, wider);
      isChanged = true;
    }
  }
  return usable;
}

function scaleOf(range: ActivationRange): number {
  return int8Scale(range).scale;
}

function largest(values: ArrayLike<number>): number {
  let magnitude = 0;
  for (let index = 0; index < values.length; index += 1) {
    magnitude = Math.max(magnitude, Math.abs(values[index]!));
  }
  return magnitude;
}
