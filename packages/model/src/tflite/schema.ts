/**
 * The part of TFLite's schema that our files use, as numbers: field ids count a table's fields from 0
 * in the order of their declaration, union types count from 1. Source: tensorflow/lite/schema/schema.fbs,
 * version 3, and for the operators' versions tensorflow/lite/tools/versioning/op_version.cc.
 */
import type { FusedActivation, Padding, TensorType, TfliteOperation } from "./tflite-model.ts";

export const FILE_IDENTIFIER = "TFL3";
export const SCHEMA_VERSION = 3;

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

export const CONV_2D_OPTIONS = {
  padding: 0,
  strideWidth: 1,
  strideHeight: 2,
  activation: 3,
  dilationWidth: 4, // 1 where it is not written
  dilationHeight: 5,
} as const;
export const POOL_2D_OPTIONS = {
  padding: 0,
  strideWidth: 1,
  strideHeight: 2,
  filterWidth: 3,
  filterHeight: 4,
  activation: 5,
} as const;
export const CONCATENATION_OPTIONS = { axis: 0, activation: 1 } as const;
export const REDUCER_OPTIONS = { keepDimensions: 0 } as const;
export const RESHAPE_OPTIONS = { shape: 0 } as const;
export const FULLY_CONNECTED_OPTIONS = {
  activation: 0,
  weightsFormat: 1,
  keepDimensions: 2,
} as const;
export const SOFTMAX_OPTIONS = { beta: 0 } as const;

export const TENSOR_TYPES: Readonly<Record<TensorType, number>> = { float32: 0, int32: 2, int8: 9 };
export const PADDINGS: Readonly<Record<Padding, number>> = { same: 0, valid: 1 };
export const ACTIVATIONS: Readonly<Record<FusedActivation, number>> = { none: 0, relu: 1 };

export type OperatorKind = TfliteOperation["kind"];

export interface OperatorCode {
  /** BuiltinOperator. */
  readonly code: number;
  /** Of the table in the BuiltinOptions union; 0 for none. */
  readonly optionsType: number;
  /** The lowest version of the operator that computes in this type. */
  readonly versions: { readonly float32: number; readonly int8: number };
}

export const OPERATORS: Readonly<Record<OperatorKind, OperatorCode>> = {
  averagePool2d: { code: 1, optionsType: 5, versions: { float32: 1, int8: 2 } },
  concatenation: { code: 2, optionsType: 10, versions: { float32: 1, int8: 2 } },
  conv2d: { code: 3, optionsType: 1, versions: { float32: 1, int8: 3 } },
  dequantize: { code: 6, optionsType: 0, versions: { float32: 1, int8: 2 } },
  fullyConnected: { code: 9, optionsType: 8, versions: { float32: 1, int8: 4 } },
  maxPool2d: { code: 17, optionsType: 5, versions: { float32: 1, int8: 2 } },
  reshape: { code: 22, optionsType: 17, versions: { float32: 1, int8: 1 } },
  softmax: { code: 25, optionsType: 9, versions: { float32: 1, int8: 2 } },
  mean: { code: 40, optionsType: 27, versions: { float32: 1, int8: 2 } },
  quantize: { code: 114, optionsType: 0, versions: { float32: 1, int8: 1 } },
};
