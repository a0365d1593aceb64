/**
 * The last layer's kernel as a file of its own, so that a server can compute class activation maps (Zhou et al. 2016,
 * "Learning Deep Features for Discriminative Localization", §2) without reading all weights: the network ends in an
 * average pool and a dense layer, so the map of a class is the sum of the feature map's channels, weighted by the
 * class's row. Role `cam-weights`: float32, little-endian, `[classes, channels]`.
 */
import { BundleError } from "./bundle-error.ts";
import type { BundleContent } from "./encode-bundle.ts";

/** @param kernel of the dense layer, `[channels, classes]` */
export function encodeCamWeights(kernel: Float32Array, classes: number): BundleContent {
  const channels = kernel.length / classes;
  const rows = new Float32Array(kernel.length);
  for (let channel = 0; channel < channels; channel += 1) {
    for (let row = 0; row < classes; row += 1) {
      rows[row * channels + channel] = kernel[channel * classes + row]!;
    }
  }
  return { path: "cam.bin", role: "cam-weights", bytes: new Uint8Array(rows.buffer) };
}

/**
 * Returns the weights as `[classes, channels]`.
 * @throws {BundleError} if the bytes are not a whole number of rows
 */
export function decodeCamWeights(bytes: Uint8Array, classes: number): Float32Array {
  if (bytes.length === 0 || bytes.length % (classes * 4) !== 0) {
    throw new BundleError([`cam.bin has ${bytes.length} bytes, wanted a float32 row per class`]);
  }
  return new Float32Array(new Uint8Array(bytes).buffer); // Copied: a view into a file may not be aligned.
}
