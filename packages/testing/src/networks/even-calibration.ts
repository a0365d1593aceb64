/** A calibration that saw made-up activations, for tests of quantization that run no network. */
import { isHead, type Graph } from "@inception-edge/model";
import {
  ActivationHistogram,
  computesValues,
  type Calibration,
} from "@inception-edge/model/quantize";

/** Values run evenly from 0, those of logits from −1, to a maximum that is each node's own. */
export function evenCalibration(graph: Graph): Calibration {
  const calibration = new Map<string, ActivationHistogram>();
  for (const [place, node] of graph.nodes.entries()) {
    if (!computesValues(node)) continue;
    const [least, most] = [isHead(node) ? -1 : 0, 1 + place / 10];
    const channels = node.shape.at(-1)!;
    const histogram = new ActivationHistogram(channels);
    const value = (at: number): number => least + ((most - least) * (at % 101)) / 100;
    histogram.add(Float32Array.from({ length: channels * 101 }, (_, at) => value(at)));
    calibration.set(node.name, histogram);
  }
  return calibration;
}
