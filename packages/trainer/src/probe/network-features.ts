/** What a network sees in images: its last feature map, averaged over the image. */
import { inceptionV1, type Weights, type WeightValues } from "@inception-edge/model";
import { openEvaluator } from "../answers/evaluator.ts";
import type { View } from "../program/augmentation.ts";
import type { PackedImages } from "../program/images.ts";

/** Features of images, row by row. */
export interface Features {
  /** Values of one image. */
  readonly length: number;
  /** Float32 `[images, length]`, from 0 up. */
  readonly values: Float32Array;
}

/**
 * @param weights of a network with the main head only and without batch normalization
 * @throws the signal's reason
 */
export async function networkFeatures(
  weights: Weights,
  indices: Int32Array,
  options: { readonly images: PackedImages; readonly view: View; readonly signal?: AbortSignal },
): Promise<Features> {
  const head = weights.get("main_out/kernel")!;
  const length = head.shape[0]!;
  // A head whose kernel is the identity answers with what it is given.
  const through = inceptionV1({ classes: length, inputSize: options.view.size, heads: "main" });
  const evaluator = await openEvaluator(
    through,
    new Map([
      ...weights,
      ["main_out/kernel", identityMatrix(length)],
      ["main_out/bias", { shape: [length], values: new Float32Array(length) }],
    ]),
    options,
  );
  try {
    const values = (await evaluator.logits(indices)).get("main_out")!;
    return { length, values };
  } finally {
    await evaluator.close();
  }
}

function identityMatrix(size: number): WeightValues {
  const values = new Float32Array(size * size);
  for (let index = 0; index < size; index += 1) values[index * size + index] = 1;
  return { shape: [size, size], values };
}
