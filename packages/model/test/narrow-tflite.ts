/** A narrow network and its TFLite model, for tests. */
import { inceptionV1 } from "../src/inception-v1.ts";
import { float32Format } from "../src/tflite/lower/number-format.ts";
import { lowerGraph } from "../src/tflite/lower/lower-graph.ts";
import type { TfliteModel } from "../src/tflite/tflite-model.ts";
import { randomWeights } from "./random-weights.ts";

export const narrowGraph = inceptionV1({
  widthMultiplier: 0.05,
  classes: 3,
  inputSize: 40,
  heads: "main",
});
export const narrowWeights = randomWeights(narrowGraph);

export function narrowTflite(): TfliteModel {
  return lowerGraph(narrowGraph, narrowWeights, { format: float32Format, description: "narrow" });
}
