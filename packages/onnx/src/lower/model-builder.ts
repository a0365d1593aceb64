/**
 * An ONNX model while a graph is being lowered. In an int8 model what a node computes passes through QuantizeLinear and
 * DequantizeLinear, and weights through DequantizeLinear (QDQ): a runtime that has integer kernels takes an operator
 * together with those around it, any other computes in float32 with the same values.
 *
 * Activations are stored unsigned, as what TFLite stores plus 128: the input then is the image's own bytes, and onnxruntime
 * on x64 computes all convolutions, pools and concatenations in integers; of signed ones it leaves half in float32.
 */
import {
  outputMajor,
  type GraphNode,
  type WeightedNode,
  type Weights,
} from "@inception-edge/model";
import type { QuantizedGraph } from "@inception-edge/model/quantize";
import type { OnnxConstant, OnnxOperator, OnnxValue } from "../onnx-model.ts";
import { channelsFirst, kernelShape, kernelValues } from "./channels-first.ts";

/** An operator without its inputs and output. */
export type Operation = Pick<OnnxOperator, "kind"> & Partial<Pick<OnnxOperator, "attributes">>;

/** Names of what Gemm and Conv read besides their input. */
type WeightNames = readonly [kernel: string, bias: string];

/** What every lowering adds to. Values are known by their names. */
export class ModelBuilder {
  readonly constants: OnnxConstant[] = [];
  readonly operators: OnnxOperator[] = [];
  /** Every node's value, in float32 in either model. */
  readonly values: OnnxValue[] = [];
  readonly #weights: Weights;
  readonly #quantized: QuantizedGraph | undefined;

  /** @param quantized the integers of an int8 model; undefined: float32 */
  constructor(weights: Weights, quantized: QuantizedGraph | undefined) {
    this.#weights = weights;
    this.#quantized = quantized;
  }

  /** @returns the name of its output */
  addOperator(
    { kind, attributes = {} }: Operation,
    inputs: readonly string[],
    output: string,
  ): string {
    this.operators.push({ kind, inputs, output, attributes });
    return output;
  }

  /** What the node computes, by an operator; rounded in an int8 model. */
  addActivation(
    node: GraphNode,
    operation: Operation,
    inputs: readonly string[],
    name: string = node.name,
  ): OnnxValue {
    if (this.#quantized === undefined) this.addOperator(operation, inputs, name);
    else this.#round(node, this.addOperator(operation, inputs, `${name}/exact`), name);
    return this.#addValue(node, name);
  }

  /** What the caller gives, as the node's value; rounded in an int8 model. */
  addInput(node: GraphNode, name: string): OnnxValue {
    if (this.#quantized === undefined) return { name, shape: channelsFirst(node.shape) };
    this.#round(node, name, node.name);
    return this.#addValue(node, node.name);
  }

  /** Kernel `[out, in, height, width]` or `[out, in]` and bias `[out]`. */
  addWeights(node: WeightedNode): WeightNames {
    const [kernel, bias] = node.weights.map(({ name }) => name) as [string, string];
    const quantized = this.#quantized?.weights.get(node.name);
    const shapes = { kernel: kernelShape(node), bias: node.weights[1]!.shape };
    if (quantized === undefined) {
      const exact = outputMajor(node, this.#weights);
      this.#addConstant(kernel, shapes.kernel, kernelValues(node, exact.kernel));
      this.#addConstant(bias, shapes.bias, exact.bias);
    } else {
      const { kernelScales, biasScales } = quantized;
      const integers = kernelValues(node, quantized.kernel);
      this.#addDequantized(kernel, { shape: shapes.kernel, data: integers }, kernelScales);
      this.#addDequantized(bias, { shape: shapes.bias, data: quantized.bias }, biasScales);
    }
    return [kernel, bias];
  }

  /** Adds the value `name`: what is left of `exact` in the node's int8 steps. */
  #round(node: GraphNode, exact: string, name: string): void {
    const { scale, zeroPoint } = this.#quantized!.activations.get(node.name)!;
    const parameters = [
      this.#addConstant(`${name}/scale`, [], Float32Array.of(scale)),
      this.#addConstant(`${name}/zero_point`, [], Uint8Array.of(zeroPoint + 128)),
    ];
    const stored = this.addOperator(
      { kind: "QuantizeLinear" },
      [exact, ...parameters],
      `${name}/uint8`,
    );
    this.addOperator({ kind: "DequantizeLinear" }, [stored, ...parameters], name);
  }

  /** A constant stored as integers around zero. @param scales one in all, or one for each slice along the first axis */
  #addDequantized(
    name: string,
    { shape, data }: { readonly shape: readonly number[]; readonly data: Int8Array | Int32Array },
    scales: readonly number[],
  ): void {
    const integers = this.#addConstant(`${name}/${typeName(data)}`, shape, data);
    const isSliced = scales.length > 1;
    const scaleShape = isSliced ? [scales.length] : [];
    // Written out though they are zero: onnxruntime 1.30 cannot do without where it avoids overflows (x64quantprecision).
    const IntegerArray = data instanceof Int8Array ? Int8Array : Int32Array;
    const parameters = [
      this.#addConstant(`${name}/scale`, scaleShape, Float32Array.from(scales)),
      this.#addConstant(`${name}/zero_point`, scaleShape, new IntegerArray(scales.length)),
    ];
    const attributes: OnnxOperator["attributes"] = isSliced ? { axis: 0 } : {};
    this.addOperator({ kind: "DequantizeLinear", attributes }, [integers, ...parameters], name);
  }

  #addConstant(name: string, shape: readonly number[], data: OnnxConstant["data"]): string {
    this.constants.push({ name, shape, data });
    return name;
  }

  #addValue(node: GraphNode, name: string): OnnxValue {
    const value = { name, shape: channelsFirst(node.shape) };
    this.values.push(value);
    return value;
  }
}

function typeName(data: Int8Array | Int32Array): string {
  return data instanceof Int8Array ? "int8" : "int32";
}
