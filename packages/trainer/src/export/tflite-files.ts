/** Writes the exported network as TFLite files: float32, and int8 calibrated on training images. */
import type { BundleQuantization, InputContract } from "@inception-edge/bundle";
import type { CompiledEngine } from "@inception-edge/inference";
import type { WeightedGraph } from "@inception-edge/model";
import {
  quantizeGraph,
  type QuantizedGraph,
  type RangeEstimator,
} from "@inception-edge/model/quantize";
import {
  float32Format,
  int8Format,
  lowerGraph,
  writeTfliteWithMetadata,
  type TfliteMetadata,
} from "@inception-edge/tflite";
import { packedInputs } from "../answers/packed-inputs.ts";
import { calibrate } from "./calibrate.ts";
import { evenlySpaced } from "./evenly-spaced.ts";

/** Both files, and what files of other formats are made from. */
export interface TfliteFiles {
  readonly float32: Uint8Array;
  readonly int8: Uint8Array;
  /** What both say of themselves. */
  readonly metadata: TfliteMetadata;
  /** The integers of the int8 file. */
  readonly quantized: QuantizedGraph;
  /** How they were chosen. */
  readonly quantization: BundleQuantization;
}

/** Options of {@link tfliteFiles}. */
export interface TfliteFilesOptions {
  /** Name of the bundle. */
  readonly name: string;
  readonly labels: readonly string[];
  readonly imagesPath: string;
  /** Indices of images that may be used for calibration: those of the training split. */
  readonly train: Int32Array;
  readonly contract: InputContract;
  /** Sees the activations. */
  readonly engine: CompiledEngine;
}

/** Chosen by measurement: bench/quantization.bench.ts. */
export const CALIBRATION: {
  readonly images: number;
  readonly estimator: RangeEstimator;
  readonly biasCorrection: boolean;
} = { images: 512, estimator: "mse", biasCorrection: true };

/** Lowers, calibrates, quantizes and encodes the network. */
export async function tfliteFiles(
  { graph, weights }: WeightedGraph,
  { name, labels, imagesPath, train, contract, engine }: TfliteFilesOptions,
): Promise<TfliteFiles> {
  const description = `Inception v1, ${labels.length} classes`;
  const metadata: TfliteMetadata = {
    name,
    description: `${description}, trained with Inception Edge`,
    version: "1",
    license: "See card.md in the bundle",
    input: `RGB image, ${contract.size}×${contract.size}: squeezed to ${contract.storedSize}×${contract.storedSize}, then ${contract.resize}`,
    output: "Probability of each class",
    labels,
  };
  const float32Model = lowerGraph(graph, weights, { format: float32Format, description });
  const float32 = writeTfliteWithMetadata(float32Model, metadata);
  const chosen = evenlySpaced(train, CALIBRATION.images);
  const inputs = packedInputs(imagesPath, chosen, contract);
  const calibration = await calibrate(graph, float32, { inputs, engine });
  const { estimator, biasCorrection } = CALIBRATION;
  const quantized = quantizeGraph(graph, weights, { calibration, estimator, biasCorrection });
  const int8Model = lowerGraph(graph, weights, {
    format: int8Format(quantized),
    description: `${description}, int8`,
  });
  return {
    float32,
    int8: writeTfliteWithMetadata(int8Model, metadata),
    metadata,
    quantized,
    quantization: {
      images: chosen.length,
      source: "train, evenly spaced, not augmented",
      estimator,
      biasCorrection,
    },
  };
}
