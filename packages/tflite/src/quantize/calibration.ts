/** Calibration: which tensors of the float32 model to record on real images, and what was recorded. */
import { isHead, type Graph } from "@inception-edge/model";
import { LOWERINGS } from "../lower/lowerings.ts";
import type { ActivationHistogram } from "./activation-histogram.ts";

/** Recorded values by node name; those of a softmax node are its logits. */
export type Calibration = ReadonlyMap<string, ActivationHistogram>;

/** Names of the tensors to record, by the node that each belongs to; the input first. */
export function watchedTensors(graph: Graph): ReadonlyMap<string, string> {
  return new Map(
    graph.nodes
      .filter(({ op }) => LOWERINGS[op].output !== "input-values")
      .map((node) => [node.name, isHead(node) ? `${node.name}/logits` : node.name]),
  );
}

/** @throws {RangeError} when the calibration has no values of the node */
export function histogramOf(calibration: Calibration, name: string): ActivationHistogram {
  const histogram = calibration.get(name);
  if (histogram !== undefined) return histogram;
  throw new RangeError(
    `Cannot quantize: the calibration has no values of "${name}"; record every tensor that watchedTensors() names`,
  );
}
