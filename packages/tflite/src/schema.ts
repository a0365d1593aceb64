/**
 * The part of TFLite's schema that our files use and that belongs to no operator. Field ids number a
 * table's fields from 0 in the order of their declaration. Source: tensorflow/lite/schema/schema.fbs,
 * version 3. Each operator's own part is in ./operators.
 */
import type { TensorType } from "./tensor.ts";
import { TfliteError } from "./tflite-error.ts";

/** Bytes 4 to 7 of every file. */
export const FILE_IDENTIFIER = "TFL3";
/** The schema's version, in every file. */
export const SCHEMA_VERSION = 3;
/** Key of the one signature in our files; TensorFlow's own exporters use the same. */
export const SIGNATURE_KEY = "serving_default";

export const MODEL = {
  version: 0,
  operatorCodes: 1,
  subgraphs: 2,
  description: 3,
  buffers: 4,
  metadata: 6,
  signatures: 7,
} as const;
export const OPERATOR_CODE = { deprecatedBuiltinCode: 0, version: 2, builtinCode: 3 } as const;
export const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3, name: 4 } as const;
export const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3, quantization: 4 } as const;
export const QUANTIZATION = { scale: 2, zeroPoint: 3, dimension: 6 } as const;
export const OPERATOR = {
  opcodeIndex: 0,
  inputs: 1,
  outputs: 2,
  optionsType: 3,
  options: 4,
} as const;
export const BUFFER = { data: 0 } as const;
export const METADATA = { name: 0, buffer: 1 } as const;
export const SIGNATURE = { inputs: 0, outputs: 1, key: 2, subgraph: 4 } as const;
export const TENSOR_MAP = { name: 0, tensor: 1 } as const;

export const TENSOR_TYPES: Readonly<Record<TensorType, number>> = { float32: 0, int32: 2, int8: 9 };

/**
 * The name that an enum of the schema gives to a number.
 * @param what the subject of the error, "the padding of conv2d"
 * @throws {TfliteError} when no name has that number
 */
export function keyOf<K extends string>(
  names: Readonly<Record<K, number>>,
  value: number,
  what: string,
): K {
  for (const key of Object.keys(names) as K[]) if (names[key] === value) return key;
  throw new TfliteError(`${what} is ${value}, wanted one of ${Object.values(names).join(", ")}`);
}
