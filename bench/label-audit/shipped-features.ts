/** What the shipped model sees in images: its last feature map, pooled over its positions. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  bundleFile,
  bundleTensors,
  prepareInput,
  readBundle,
} from "../../packages/bundle/src/mod.ts";
import { decodeImageFile, loadFileDecoder, type ImageRef } from "../../packages/dataset/src/mod.ts";
import { openModel } from "../../packages/inference/src/mod.ts";
import { findLiteRt } from "../../packages/litert/src/mod.ts";

const SHIPPED = new URL("../../packages/serve/bundle/", import.meta.url);

/** Values per image. */
export const FEATURES = 1024;

/** `[images, 1024]`: the mean of those of the image and of its mirror image. */
export async function shippedFeatures(
  root: string,
  images: readonly ImageRef[],
): Promise<Float32Array> {
  const bundle = await readBundle((path) => readFile(fileURLToPath(new URL(path, SHIPPED))));
  const { manifest } = bundle;
  const model = await openModel(bundleFile(bundle, "tflite-float32"), {
    library: findLiteRt(),
    expose: [bundleTensors(manifest).featureMap],
  });
  const decoder = await loadFileDecoder();
  const features = new Float32Array(images.length * FEATURES);
  for (const [row, ref] of images.entries()) {
    const { image } = decodeImageFile(decoder, root, ref);
    if (!image) throw new Error(`Cannot audit "${root}": "${ref.path}" cannot be decoded`);
    const input = prepareInput(manifest.input, image);
    const means = features.subarray(row * FEATURES, (row + 1) * FEATURES);
    for (const view of [input, mirrored(input, manifest.input.size)]) {
      const [, map] = await model.run(view); // [1, height, width, 1024]
      const share = FEATURES / map!.length / 2;
      for (const [at, value] of map!.entries()) means[at % FEATURES]! += value * share;
    }
  }
  await model.dispose();
  return features;
}

/** @param input `[size, size, 3]` */
function mirrored(input: Float32Array, size: number): Float32Array {
  const result = new Float32Array(input.length);
  for (let at = 0; at < input.length; at += 3) {
    const pixel = at / 3;
    const column = pixel % size;
    const target = (pixel - column + size - 1 - column) * 3;
    result.set(input.subarray(at, at + 3), target);
  }
  return result;
}
