/** A calibration on given inputs, for tests of int8 files that must answer well. */
import { openModel, type CompiledEngine } from "@inception-edge/inference";
import type { Graph } from "@inception-edge/model";
import { ActivationHistogram, type Calibration } from "@inception-edge/model/quantize";
import { watchedTensors } from "@inception-edge/tflite";

/** @param float32 the graph's TFLite file */
export async function calibrateOn(
  graph: Graph,
  float32: Uint8Array,
  { inputs, engine }: { readonly inputs: readonly Float32Array[]; readonly engine: CompiledEngine },
): Promise<Calibration> {
  const [inputName, ...watched] = watchedTensors(graph);
  const calibration = new Map<string, ActivationHistogram>();
  const histogramOf = (name: string): ActivationHistogram => {
    const { shape } = graph.nodes.find((node) => node.name === name)!;
    const histogram = calibration.get(name) ?? new ActivationHistogram(shape.at(-1)!);
    calibration.set(name, histogram);
    return histogram;
  };
  const expose = watched.map(([, tensorName]) => tensorName);
  const model = await openModel(float32, { engine, expose });
  for (const input of inputs) {
    const [, ...values] = await model.run(input);
    histogramOf(inputName![0]).add(input);
    for (const [place, [name]] of watched.entries()) histogramOf(name).add(values[place]!);
  }
  model.dispose();
  return calibration;
}
