/**
 * A graph of plain convolutions as a TFLite model for one picture: `[1, height, width, 3]` in,
 * distributions `[1, classes]` out, both float32 whatever the numbers in between are. Every tensor has
 * the name of the node that yields it.
 */
import type { Graph, GraphNode } from "../graph.ts";
import { weightValues } from "../weights.ts";
import type { Weights } from "../weights.ts";
import type { NodeWeights, NumberFormat, Stored, WeightedNode } from "./number-format.ts";
import type { TfliteModel, TfliteOperator, TfliteTensor } from "./tflite-model.ts";

export interface LowerOptions {
  readonly format: NumberFormat;
  /** For people, in the file. */
  readonly description: string;
}

/**
 * @param graph without batch normalization, which {@link foldBatchNorm} folds away
 * @throws {RangeError} when it has any, or when weights are missing or of another shape
 */
export function lowerGraph(graph: Graph, weights: Weights, options: LowerOptions): TfliteModel {
  const { format, description } = options;
  const tensors: TfliteTensor[] = [];
  const operators: TfliteOperator[] = [];
  /** Tensor by the name of the node that yields it. */
  const places = new Map<string, number>();
  const inputs: number[] = [];

  function place(name: string, shape: readonly number[], stored: Stored): number {
    return tensors.push({ name, shape, ...stored }) - 1;
  }

  function placeActivation(node: GraphNode, name = node.name): number {
    return place(name, [1, ...node.shape], format.activation(node.name));
  }

  function placeConstant(name: string, values: readonly number[]): number {
    return place(name, [values.length], { type: "int32", data: Int32Array.from(values) });
  }

  /** Places of kernel and bias. */
  function placeWeights(node: WeightedNode, shape: readonly number[]): [number, number] {
    const { kernel, bias } = format.weights(node, outputMajor(node, weights));
    return [
      place(`${node.name}/kernel`, shape, kernel),
      place(`${node.name}/bias`, [shape[0]!], bias),
    ];
  }

  /** Float32 where the format is another; the tensor itself where it is not. */
  function inFloat32(from: number, name: string): number {
    const { type, shape } = tensors[from]!;
    if (type === "float32") return from;
    const output = place(name, shape, { type: "float32" });
    operators.push({ kind: "dequantize", inputs: [from], output });
    return output;
  }

  function lower(node: GraphNode): number {
    const from = node.inputs.map((name) => places.get(name)!); // there, in a topological order
    switch (node.op) {
      case "input": {
        const input = place(node.name, [1, ...node.shape], { type: "float32" });
        inputs.push(input);
        const stored = format.activation(node.name);
        if (stored.type === "float32") return input;
        const output = place(`${node.name}/${stored.type}`, [1, ...node.shape], stored);
        operators.push({ kind: "quantize", inputs: [input], output });
        return output;
      }
      case "conv": {
        const { kernelSize, stride, filters, activation } = node;
        if (node.normalization === "batch") {
          throw new RangeError(
            `Cannot lower "${node.name}": it is batch-normalized; fold that first, with foldBatchNorm`,
          );
        }
        const [channels] = node.weights[0]!.shape.slice(2);
        const shape = [filters, kernelSize, kernelSize, channels!];
        const output = placeActivation(node);
        operators.push({
          kind: "conv2d",
          padding: "same",
          stride,
          activation,
          inputs: [...from, ...placeWeights(node, shape)],
          output,
        });
        return output;
      }
      case "maxPool":
      case "averagePool": {
        const { size, stride, padding } = node;
        const kind = node.op === "maxPool" ? "maxPool2d" : "averagePool2d";
        const output = placeActivation(node);
        operators.push({ kind, padding, stride, size, inputs: from, output });
        return output;
      }
      case "concat": {
        const output = placeActivation(node);
        operators.push({ kind: "concatenation", axis: 3, inputs: from, output });
        return output;
      }
      case "globalAveragePool": {
        // MEAN, since an int8 AVERAGE_POOL_2D must keep the scale of the map, far too coarse for its mean.
        const axes = placeConstant(`${node.name}/axes`, [1, 2]);
        const output = placeActivation(node);
        operators.push({ kind: "mean", keepDimensions: false, inputs: [...from, axes], output });
        return output;
      }
      case "flatten": {
        const shape = [1, ...node.shape];
        const target = placeConstant(`${node.name}/shape`, shape);
        const output = placeActivation(node);
        operators.push({ kind: "reshape", shape, inputs: [...from, target], output });
        return output;
      }
      case "dropout":
        return from[0]!;
      case "dense": {
        const { name, units, activation } = node;
        const shape = [units, node.weights[0]!.shape[0]!];
        const layer = {
          kind: "fullyConnected",
          inputs: [...from, ...placeWeights(node, shape)],
        } as const;
        if (activation === "relu") {
          const output = placeActivation(node);
          operators.push({ ...layer, activation, output });
          return output;
        }
        const logits = placeActivation(node, `${name}/logits`);
        operators.push({ ...layer, activation: "none", output: logits });
        // In float32 whatever the rest is: int8 scores would be multiples of 1/256, most of them equal.
        const output = place(name, [1, units], { type: "float32" });
        const softmaxInputs = [inFloat32(logits, `${name}/logits/float32`)];
        operators.push({ kind: "softmax", beta: 1, inputs: softmaxInputs, output });
        return output;
      }
    }
  }

  for (const node of graph.nodes) places.set(node.name, lower(node));
  const outputs = graph.outputs.map((name) => places.get(name)!);
  return { description, tensors, operators, inputs, outputs, metadata: new Map() };
}

/** `[height, width, in, out]` and `[in, out]` with the last axis first. */
function outputMajor(node: WeightedNode, weights: Weights): NodeWeights {
  const [kernelSpec, biasSpec] = node.weights;
  const kernel = weightValues(weights, kernelSpec!);
  const bias = weightValues(weights, biasSpec!);
  const outputs = bias.length;
  const fanIn = kernel.length / outputs;
  const transposed = new Float32Array(kernel.length);
  for (let output = 0; output < outputs; output += 1) {
    for (let place = 0; place < fanIn; place += 1) {
      transposed[output * fanIn + place] = kernel[place * outputs + output]!;
    }
  }
  return { kernel: transposed, bias };
}
