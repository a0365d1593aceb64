/** A narrow Inception v1 as TFLite files, and inputs for it. */
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

/** Samples of 0..255 in [0, 1], another picture a seed. */
export function randomInput(seed: number, length = 40 * 40 * 3): Float32Array {
  let state = seed + 1;
  return Float32Array.from({ length }, () => {
    state = (state * 48271) % 2147483647; // Lehmer's generator with Park and Miller's constants
    return (state % 256) / 255;
  });
}
