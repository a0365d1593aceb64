/** A network's weights, read back from the float32 file that `lowerGraph` wrote. */
import {
  shapeSize,
  shapeText,
  type Graph,
  type GraphNode,
  type Weights,
  type WeightValues,
} from "@inception-edge/model";
import { readTflite } from "./read-tflite.ts";
import type { TfliteTensor } from "./tensor.ts";
import { TfliteError } from "./tflite-error.ts";

/**
 * The weights of every node of `graph`, in the model's order of axes: kernels `[height, width, in, out]` and `[in, out]`.
 *
 * @param file a TFLite file of a graph with these nodes, in float32
 * @throws {TfliteError} when a weight is missing, has another number of values, or is not float32
 */
export function readWeights(file: Uint8Array, graph: Graph): Weights {
  const tensors = new Map(readTflite(file).tensors.map((tensor) => [tensor.name, tensor]));
  return new Map(graph.nodes.flatMap((node) => [...nodeWeights(node, tensors)]));
}

function nodeWeights(
  { weights }: GraphNode,
  tensors: ReadonlyMap<string, TfliteTensor>,
): [string, WeightValues][] {
  return weights.map(({ name, kind, shape }) => {
    const stored = storedValues(name, tensors);
    const outputs = shape.at(-1)!;
    const fanIn = shapeSize(shape.slice(0, -1));
    if (stored.length !== fanIn * outputs) {
      throw new TfliteError(
        `"${name}" holds ${stored.length} values, wanted ${fanIn * outputs} for ${shapeText(shape)}`,
      );
    }
    const values = kind === "kernel" ? outputMinor(stored, fanIn, outputs) : stored.slice();
    return [name, { shape, values }];
  });
}

function storedValues(name: string, tensors: ReadonlyMap<string, TfliteTensor>): Float32Array {
  const data = tensors.get(name)?.data;
  if (data instanceof Float32Array) return data;
  throw new TfliteError(data ? `"${name}" is not float32` : `it has no weight "${name}"`);
}

/** TFLite stores output channels first, the model last. */
function outputMinor(stored: Float32Array, fanIn: number, outputs: number): Float32Array {
  const values = new Float32Array(stored.length);
  for (let output = 0; output < outputs; output += 1) {
    for (let index = 0; index < fanIn; index += 1) {
      values[index * outputs + output] = stored[output * fanIn + index]!;
    }
  }
  return values;
}
