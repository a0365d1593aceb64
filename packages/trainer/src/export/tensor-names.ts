/** For the manifest: names of the tensors that a service reads beside the scores, as the exported files have them. */
import type { BundleTensors } from "@inception-edge/bundle";
import type { Graph } from "@inception-edge/model";
import { readTflite } from "@inception-edge/tflite";
import { tfliteFormats, type TfliteFormat } from "../evaluate/tflite-evaluation.ts";

/** @param graph with the main output only. @param files its TFLite files, which end with a softmax. */
export function tensorNames(
  graph: Graph,
  files: Readonly<Record<TfliteFormat, Uint8Array>>,
): BundleTensors {
  const pool = graph.nodes.findLast(({ op }) => op === "globalAveragePool");
  const [featureMap] = pool!.inputs;
  const logits = tfliteFormats.map((format) => [`tflite-${format}`, logitsName(files[format])]);
  return { featureMap: featureMap!, logits: Object.fromEntries(logits) };
}

function logitsName(file: Uint8Array): string {
  const { operators, tensors, outputs } = readTflite(file);
  const softmax = operators.find(({ output }) => output === outputs[0])!;
  return tensors[softmax.inputs[0]!]!.name;
}
