/**
 * Checks that a bundle gives the trained network's outputs. The files are read back; eager TensorFlow.js runs the
 * LayersModel, and the engine that serves it runs the float32 TFLite file, on images prepared by packages/image. Their
 * probabilities are compared with those of the training graph with unfolded weights. The two sides share only weights.
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import { bundleFile, readBundle, type Bundle } from "@inception-edge/bundle";
import type { CompiledEngine } from "@inception-edge/inference";
import { importTensorFlow } from "@inception-edge/tensorflow";
import { loadBundleModel } from "../answers/load-bundle-model.ts";
import { packedInputs } from "../answers/packed-inputs.ts";
import { tfliteProbabilities } from "../answers/tflite-probabilities.ts";

/** Largest allowed difference of a probability: float32 rounding in 22 layers, folded or not, stays well below. */
export const PARITY_TOLERANCE = 1e-3;

/**
 * @param files bytes by path, as they will be written
 * @param reference.trained probabilities `[indices.length, classes]` of the network as trained, temperature included
 * @throws {Error} when a form of the network gives other outputs
 */
export async function checkBundle(
  files: ReadonlyMap<string, Uint8Array>,
  reference: {
    readonly trained: Float32Array;
    readonly indices: Int32Array;
    readonly imagesPath: string;
    readonly engine: CompiledEngine;
  },
): Promise<void> {
  const { trained, indices, imagesPath, engine } = reference;
  const bundle = await readBundle((path) => Promise.resolve(files.get(path)!));
  checkParity(await bundleProbabilities(bundle, imagesPath, indices), trained);
  const { input, classes } = bundle.manifest;
  const tflite = await tfliteProbabilities(bundleFile(bundle, "tflite-float32"), indices, {
    engine,
    imagesPath,
    contract: input,
    classes: classes.length,
  });
  checkParity(tflite, trained);
}

/** Probabilities `[indices.length, classes]` of the bundle's LayersModel on images of the packed store. */
export async function bundleProbabilities(
  bundle: Bundle,
  imagesPath: string,
  indices: Int32Array,
): Promise<Float32Array> {
  const tf = await importTensorFlow();
  const { input, classes } = bundle.manifest;
  const size = input.size ** 2 * 3;
  const inputs = new Float32Array(indices.length * size);
  let row = 0;
  for await (const one of packedInputs(imagesPath, indices, input)) {
    inputs.set(one, size * row);
    row += 1;
  }
  const model = await loadBundleModel(bundle);
  const probabilities = tf.tidy(() => {
    const x = tf.tensor4d(inputs, [indices.length, input.size, input.size, 3]);
    return (model.predict(x, { batchSize: 64 }) as Tensor).dataSync<"float32">();
  });
  model.dispose();
  if (probabilities.length !== indices.length * classes.length) {
    throw new Error("Cannot check the bundle: its model does not give one row per image");
  }
  return probabilities;
}

/** @throws {Error} when the two differ by more than the tolerance, which is a bug in the export */
export function checkParity(bundle: Float32Array, trained: Float32Array): number {
  let largest = 0;
  for (const [index, value] of trained.entries()) {
    largest = Math.max(largest, Math.abs(value - bundle[index]!));
  }
  if (!(largest <= PARITY_TOLERANCE)) {
    throw new Error(
      `Cannot export: the bundle's probabilities differ from the trained network's by up to ${largest}, more than ${PARITY_TOLERANCE}; this is a bug in the exporter, please report it`,
    );
  }
  return largest;
}
