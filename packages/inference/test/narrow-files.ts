/** A narrow Inception v1 as TFLite files, for tests. */
import { inceptionV1, type Graph } from "@inception-edge/model";
import { narrowInt8Tflite } from "@inception-edge/testing/networks/narrow-tflite";
import { randomWeights } from "@inception-edge/testing/networks/random-weights";
import { float32Format, lowerGraph, writeTflite } from "@inception-edge/tflite";

export const narrowGraph: Graph = inceptionV1({
  widthMultiplier: 0.1,
  classes: 5,
  inputSize: 40,
  heads: "main",
});
export const narrowWeights = randomWeights(narrowGraph);
export const INPUT_SHAPE = [1, 40, 40, 3] as const;

export const float32File = writeTflite(
  lowerGraph(narrowGraph, narrowWeights, { format: float32Format, description: "narrow" }),
);

/** Scales are made up: sound, and no use for accuracy. */
export const int8File = writeTflite(
  narrowInt8Tflite({ graph: narrowGraph, weights: narrowWeights }),
);
