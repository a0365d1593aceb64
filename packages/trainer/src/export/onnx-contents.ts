/** The ONNX files of a network as contents of a bundle: the weights and the integers of its TFLite files. */
import type { BundleContent } from "@inception-edge/bundle";
import type { WeightedGraph } from "@inception-edge/model";
import { writeOnnx } from "@inception-edge/onnx";
import type { TfliteFiles } from "./tflite-files.ts";

/** Float32 and int8. */
export function onnxContents(
  network: WeightedGraph,
  { metadata, quantized }: Pick<TfliteFiles, "metadata" | "quantized">,
): BundleContent[] {
  const int8 = writeOnnx(network, { metadata, quantized });
  return [
    { path: "model.onnx", role: "onnx-float32", bytes: writeOnnx(network, { metadata }) },
    { path: "model.int8.onnx", role: "onnx-int8", bytes: int8 },
  ];
}
