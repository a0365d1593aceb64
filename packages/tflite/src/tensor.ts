/** A tensor of a TFLite file: its name, shape and type, and what its stored numbers stand for. */

/** Elements, in the typed array of their type. */
export type TensorData = Float32Array | Int8Array | Int32Array;

/** Type of a stored number. */
export type TensorType = "float32" | "int8" | "int32";

/** real = scale × (stored − zeroPoint), for the whole tensor or for each slice along one axis. */
export interface Quantization {
  /** One for the whole tensor or one per slice, each positive. */
  readonly scales: readonly number[];
  /** One per scale. */
  readonly zeroPoints: readonly number[];
  /** The axis that is sliced; 0 when there is one scale. */
  readonly axis: number;
}

/** One tensor, in the file's list of them. */
export interface TfliteTensor {
  /** Name of the node that computes it, `inception_3a/concat`, or of the weight that it holds. */
  readonly name: string;
  /** Batch included: `[1, 56, 56, 3]`. */
  readonly shape: readonly number[];
  readonly type: TensorType;
  /** Absent for float32. */
  readonly quantization?: Quantization;
  /** Values of a constant, such as a weight; computed tensors have none. */
  readonly data?: TensorData;
}
