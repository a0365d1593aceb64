/** Which tensors of a float32 model to record on real images, for a calibration. */
import { isHead, type Graph } from "@inception-edge/model";
import { computesValues } from "@inception-edge/model/quantize";
import { logitsName } from "./dense.ts";

/** Names of the tensors to record, by the node that each belongs to; the input first. */
export function watchedTensors(graph: Graph): ReadonlyMap<string, string> {
  return new Map(
    graph.nodes
      .filter(computesValues)
      .map((node) => [node.name, isHead(node) ? logitsName(node.name) : node.name]),
  );
}
