/** A narrow network and its TFLite model, for tests. */
import { inceptionV1 } from "@inception-edge/model";
import { float32Format, lowerGraph, type TfliteModel } from "@inception-edge/tflite";
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
