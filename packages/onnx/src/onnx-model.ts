/** An ONNX file as plain data, without the protocol buffer's layout. `encodeOnnx` makes the file of it. */

/** A constant, row-major in its shape; a scalar has the shape `[]`. */
export interface OnnxConstant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array | Int8Array | Int32Array;
}

/** One operator of the default domain, with the names of what it reads and of the one value that it computes. */
export interface OnnxOperator {
  /** As the standard calls it: `Conv`. */
  readonly kind: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, number | readonly number[]>>;
}

/** A float32 value and its shape: the first dimension is the batch, of any size, and not named here. */
export interface OnnxValue {
  readonly name: string;
  /** `[channels, height, width]` or `[units]`. */
  readonly shape: readonly number[];
}

/** An input or an output, as the caller sees it. */
export interface OnnxPort extends OnnxValue {
  /** Text for people. */
  readonly description: string;
  /** Whether it holds images, in the sense of the standard's denotations. */
  readonly isImage: boolean;
}

/** A network. */
export interface OnnxModel {
  /** Of the graph. */
  readonly name: string;
  /** Text for people. */
  readonly description: string;
  readonly constants: readonly OnnxConstant[];
  /** In an order in which they can run. */
  readonly operators: readonly OnnxOperator[];
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  /** What lies between them, with its shape, for tools that show it. */
  readonly values: readonly OnnxValue[];
  /** What runtimes hand out as the model's metadata. */
  readonly metadata: ReadonlyMap<string, string>;
}
