/** The feature map by which images out of distribution are told. */
import { MOST_CHANNELS } from "@inception-edge/bundle";
import { readTflite } from "@inception-edge/tflite";
import type { PooledMap } from "../../answers/tflite-worker.ts";

/** Chosen by measurement: bench/out-of-distribution.bench.ts. */
const FEATURE_MAP = "pool3";

/** @param file a TFLite file of the bundle */
export function oodMap(file: Uint8Array): PooledMap {
  const { shape } = readTflite(file).tensors.find(({ name }) => name === FEATURE_MAP)!;
  return { featureMap: FEATURE_MAP, channels: Math.min(MOST_CHANNELS, shape.at(-1)!) };
}
