/** A narrow network and its TFLite models, for tests. */
import { inceptionV1, type Graph, type Weights } from "@inception-edge/model";
import {
  quantizeGraph,
  type Calibration,
  type QuantizedGraph,
} from "@inception-edge/model/quantize";
import { float32Format, int8Format, lowerGraph, type TfliteModel } from "@inception-edge/tflite";
import { evenCalibration } from "./even-calibration.ts";
import { randomWeights } from "./random-weights.ts";

export const narrowGraph = inceptionV1({
  widthMultiplier: 0.05,
  classes: 3,
  inputSize: 40,
  heads: "main",
});
export const narrowWeights = randomWeights(narrowGraph);

interface Network {
  readonly graph?: Graph;
  readonly weights?: Weights;
  readonly calibration?: Calibration;
}

/** Scales are made up unless a calibration is given: sound, and no use for accuracy. */
export function narrowInt8({
  graph = narrowGraph,
  weights = narrowWeights,
  calibration = evenCalibration(graph),
}: Network = {}): QuantizedGraph {
  return quantizeGraph(graph, weights, {
    calibration,
    estimator: "min-max",
    biasCorrection: false,
  });
}

export function narrowTflite(): TfliteModel {
  return lowerGraph(narrowGraph, narrowWeights, { format: float32Format, description: "narrow" });
}

/** With the scales of {@link narrowInt8}. */
export function narrowInt8Tflite(network: Network = {}): TfliteModel {
  const { graph = narrowGraph, weights = narrowWeights } = network;
  const format = int8Format(narrowInt8(network));
  return lowerGraph(graph, weights, { format, description: "narrow, int8" });
}
