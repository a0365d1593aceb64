/** A TFLite model while a graph is being lowered: tensors and operators in the order in which they are added. */
import type { GraphNode, WeightedNode, Weights } from "@inception-edge/model";
import type { TfliteTensor } from "../tensor.ts";
import type { TfliteModel, TfliteOperator } from "../tflite-model.ts";
import type { NumberFormat, Stored } from "./number-format.ts";

/** What every lowering adds to. Tensors are known by their index. */
export class ModelBuilder {
  readonly #tensors: TfliteTensor[] = [];
  readonly #operators: TfliteOperator[] = [];
  readonly #inputs: number[] = [];
  readonly #weights: Weights;
  readonly #format: NumberFormat;

  constructor(weights: Weights, format: NumberFormat) {
    this.#weights = weights;
    this.#format = format;
  }

  /** A float32 tensor that the caller fills. */
  addInput(name: string, shape: readonly number[]): number {
    const input = this.addTensor(name, shape, { type: "float32" });
    this.#inputs.push(input);
    return input;
  }

  /** @returns its index */
  addTensor(name: string, shape: readonly number[], stored: Stored): number {
    return this.#tensors.push({ name, shape, ...stored }) - 1;
  }

  /** How the number format stores what the node computes. */
  stored(node: GraphNode): Stored {
    return this.#format.activation(node.name);
  }

  /** A tensor for what the node computes. */
  addActivation(node: GraphNode, name: string = node.name): number {
    return this.addTensor(name, [1, ...node.shape], this.stored(node));
  }

  /** An int32 constant of rank 1. */
  addIntegers(name: string, values: readonly number[]): number {
    return this.addTensor(name, [values.length], { type: "int32", data: Int32Array.from(values) });
  }

  /**
   * @param shape of the kernel, output channels first
   * @returns indices of the kernel and the bias
   */
  addWeights(node: WeightedNode, shape: readonly number[]): [kernel: number, bias: number] {
    const { kernel, bias } = this.#format.weights(node, this.#weights);
    return [
      this.addTensor(`${node.name}/kernel`, shape, kernel),
      this.addTensor(`${node.name}/bias`, [shape[0]!], bias),
    ];
  }

  /** @returns the index of its output, which must be there already */
  addOperator(operator: TfliteOperator): number {
    this.#operators.push(operator);
    return operator.output;
  }

  /** A tensor that was added. */
  tensor(index: number): TfliteTensor {
    return this.#tensors[index]!;
  }

  /** The finished model. */
  build(description: string, outputs: readonly number[]): TfliteModel {
    return {
      description,
      tensors: this.#tensors,
      operators: this.#operators,
      inputs: this.#inputs,
      outputs,
      metadata: new Map(),
    };
  }
}
