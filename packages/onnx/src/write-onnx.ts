/** A trained graph as an ONNX file. */
import type { WeightedGraph } from "@inception-edge/model";
import type { QuantizedGraph } from "@inception-edge/model/quantize";
import { encodeOnnx } from "./encode-onnx.ts";
import { lowerGraph } from "./lower/lower-graph.ts";
import { inputPort, outputPorts } from "./lower/ports.ts";
import { metadataProperties, type OnnxMetadata } from "./metadata.ts";

/** Options of {@link writeOnnx}. */
export interface WriteOnnxOptions {
  readonly metadata: OnnxMetadata;
  /** The integers of an int8 file; without them it is float32. */
  readonly quantized?: QuantizedGraph;
}

/**
 * Input `pixel_values` float32 `[batch, 3, height, width]`, RGB in [0, 1]; outputs `logits` and `probabilities`
 * float32 `[batch, classes]`. The same network and options give the same bytes.
 *
 * @param network without batch normalization, which `foldBatchNorm` folds into the kernels
 * @throws {RangeError} when it has any, or when a weight is missing or has another shape
 */
export function writeOnnx(
  network: WeightedGraph,
  { metadata, quantized }: WriteOnnxOptions,
): Uint8Array {
  const { graph } = network;
  const inputs = [inputPort(graph, metadata.input)];
  const outputs = outputPorts(graph);
  const { constants, operators, values } = lowerGraph(network, quantized);
  const seen = new Set(outputs.map(({ name }) => name));
  return encodeOnnx({
    name: metadata.name,
    description: metadata.description,
    constants,
    operators,
    inputs,
    outputs,
    values: values.filter(({ name }) => !seen.has(name)),
    metadata: metadataProperties(metadata),
  });
}
