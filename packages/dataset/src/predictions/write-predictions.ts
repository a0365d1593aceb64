/** Writes predictions: a folder that is there as a whole or not at all. */
import { rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { createStaging } from "@inception-edge/host";
import { FILES, type PredictionsIndex } from "./predictions-index.ts";
import { faultOf, type Predictions } from "./predictions.ts";

/**
 * Writes a folder that {@link readPredictions} reads, such as `RUN/predictions`; replaces a former one.
 *
 * @throws {RangeError} if the predictions contradict themselves
 */
export async function writePredictions(folder: string, predictions: Predictions): Promise<void> {
  const fault = faultOf(predictions);
  if (fault !== undefined) {
    throw new RangeError(`Cannot write the predictions "${folder}": ${fault}`);
  }
  const { probabilities, features, ...facts } = predictions;
  const featureLength = (features?.length ?? 0) / facts.images.length;
  const index: PredictionsIndex = { schemaVersion: 1, ...facts, featureLength };
  const target = resolve(folder);
  const staging = await createStaging(dirname(target));
  try {
    await writeFile(join(staging, FILES.probabilities), bytesOf(probabilities), { flush: true });
    if (features)
      await writeFile(join(staging, FILES.features), bytesOf(features), { flush: true });
    await writeFile(join(staging, FILES.index), `${JSON.stringify(index)}\n`, { flush: true });
    await rm(target, { recursive: true, force: true });
    await rename(staging, target);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Every machine that Node runs TensorFlow on is little-endian, as the files are. */
function bytesOf(floats: Float32Array): Uint8Array {
  return new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
}
