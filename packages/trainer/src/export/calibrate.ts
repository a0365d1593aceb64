/**
 * Collects what quantization needs to know about a network: its activations on real images, from running the float32
 * file with every tensor exposed.
 */
import { openModel, type CompiledEngine } from "@inception-edge/inference";
import type { Graph } from "@inception-edge/model";
import { ActivationHistogram, type Calibration } from "@inception-edge/model/quantize";
import { watchedTensors } from "@inception-edge/tflite";

/**
 * @param tflite the float32 file of the graph
 * @param inputs unaugmented, such as from {@link packedInputs}
 */
export async function calibrate(
  graph: Graph,
  tflite: Uint8Array,
  {
    inputs,
    engine,
  }: { readonly inputs: AsyncIterable<Float32Array>; readonly engine: CompiledEngine },
): Promise<Calibration> {
  const watched = watchedTensors(graph);
  const calibration = new Map<string, ActivationHistogram>();
  for (const { name, shape } of graph.nodes) {
    if (watched.has(name)) calibration.set(name, new ActivationHistogram(shape.at(-1)!));
  }
  const [inputName, ...otherNames] = watched.keys();
  const expose = otherNames.map((name) => watched.get(name)!);
  const model = await openModel(tflite, { engine, expose });
  try {
    for await (const input of inputs) {
      const [, ...values] = await model.run(input); // the first output holds the probabilities
      calibration.get(inputName!)!.add(input);
      for (const [index, name] of otherNames.entries()) calibration.get(name)!.add(values[index]!);
    }
  } finally {
    await model.dispose();
  }
  return calibration;
}
