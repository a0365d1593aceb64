/** What a calibration must see of a network's float32 model, and what it then knows. */
import { isHead, type Graph } from "../graph.ts";
import type { ActivationHistogram } from "./activation-histogram.ts";

/** By node name; a softmax node's is of its logits. */
export type Calibration = ReadonlyMap<string, ActivationHistogram>;

/** The tensors to see, by the node that each belongs to; the input first. */
export function watchedTensors(graph: Graph): ReadonlyMap<string, string> {
  return new Map(
    graph.nodes
      .filter(({ op }) => op !== "dropout" && op !== "flatten")
      .map((node) => [node.name, isHead(node) ? `${node.name}/logits` : node.name]),
  );
}

/** @throws {RangeError} when the calibration has not seen the node */
export function histogramOf(calibration: Calibration, name: string): ActivationHistogram {
  const histogram = calibration.get(name);
  if (histogram !== undefined) return histogram;
  throw new RangeError(`Cannot quantize: the calibration has not seen "${name}"`);
}
