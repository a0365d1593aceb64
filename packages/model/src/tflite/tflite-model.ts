/**
 * A TFLite file as plain data: what stands in the FlatBuffer, without its layout. `writeTflite` and
 * `readTflite` go between the two; `checkTflite` tells what an engine must never be given.
 */

/** Elements as a typed array holds them. */
export type TensorData = Float32Array | Int8Array | Int32Array;

export type TensorType = "float32" | "int8" | "int32";

/** real = scale × (stored − zeroPoint), for the whole tensor or a slice of it. */
export interface Quantization {
  /** One, or one a slice; each positive. */
  readonly scales: readonly number[];
  /** As many as there are scales. */
  readonly zeroPoints: readonly number[];
  /** The axis that is sliced; 0 where there is one scale. */
  readonly axis: number;
}

export interface TfliteTensor {
  /** Of the node that yields it, `inception_3a/concat`, or of the weight that it holds. */
  readonly name: string;
  /** Batch included: `[1, 56, 56, 3]`. */
  readonly shape: readonly number[];
  readonly type: TensorType;
  readonly quantization?: Quantization;
  /** Of weights; what is computed has none. */
  readonly data?: TensorData;
}

export type Padding = "same" | "valid";
export type FusedActivation = "none" | "relu";

/** Operators with their options; kernels are `[out, height, width, in]`, dense ones `[out, in]`. */
export type TfliteOperation =
  | {
      readonly kind: "conv2d";
      readonly padding: Padding;
      readonly stride: number;
      readonly activation: FusedActivation;
    }
  | {
      readonly kind: "maxPool2d" | "averagePool2d";
      readonly padding: Padding;
      readonly stride: number;
      readonly size: number;
    }
  | { readonly kind: "concatenation"; readonly axis: number }
  | { readonly kind: "mean"; readonly keepDimensions: boolean }
  | { readonly kind: "reshape"; readonly shape: readonly number[] }
  | { readonly kind: "fullyConnected"; readonly activation: FusedActivation }
  | { readonly kind: "softmax"; readonly beta: number }
  | { readonly kind: "quantize" }
  | { readonly kind: "dequantize" };

/** An operation with the places of its tensors. All have one output. */
export type TfliteOperator = TfliteOperation & {
  readonly inputs: readonly number[];
  readonly output: number;
};

export interface TfliteModel {
  readonly description: string;
  readonly tensors: readonly TfliteTensor[];
  /** In an order in which they can be carried out. */
  readonly operators: readonly TfliteOperator[];
  /** Places of the tensors that a caller fills. */
  readonly inputs: readonly number[];
  /** Places of the tensors that a caller reads. */
  readonly outputs: readonly number[];
  /** Buffers that the engine does not read, by name. */
  readonly metadata: ReadonlyMap<string, Uint8Array>;
}

/** The key under which the one signature of our files stands, as TensorFlow's own exporters name it. */
export const SIGNATURE_KEY = "serving_default";
