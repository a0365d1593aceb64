/** A calibration that saw made-up activations, for tests of quantization that run no network. */
import type { Graph } from "@inception-edge/model";
import { ActivationHistogram, watchedTensors, type Calibration } from "@inception-edge/tflite";

/** Values run evenly from 0, those of logits from −1, to a maximum that is each node's own. */
export function evenCalibration(graph: Graph): Calibration {
  const watched = watchedTensors(graph);
  const calibration = new Map<string, ActivationHistogram>();
  for (const [place, { name, shape }] of graph.nodes.entries()) {
    if (!watched.has(name)) continue;
    const [least, most] = [watched.get(name) === name ? 0 : -1, 1 + place / 10];
    const channels = shape.at(-1)!;
    const histogram = new ActivationHistogram(channels);
    const value = (at: number): number => least + ((most - least) * (at % 101)) / 100;
    histogram.add(Float32Array.from({ length: channels * 101 }, (_, at) => value(at)));
    calibration.set(name, histogram);
  }
  return calibration;
}
