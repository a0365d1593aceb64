/** A model's operators and their options from FlatBuffers' tables: those that our networks use, no others. */
import { keyOf } from "./key-of.ts";
import type { FlatTable } from "./read-table.ts";
import {
  ACTIVATIONS,
  CONCATENATION_OPTIONS,
  CONV_2D_OPTIONS,
  FULLY_CONNECTED_OPTIONS,
  OPERATOR,
  OPERATOR_CODE,
  OPERATORS,
  PADDINGS,
  POOL_2D_OPTIONS,
  REDUCER_OPTIONS,
  RESHAPE_OPTIONS,
  SOFTMAX_OPTIONS,
} from "./schema.ts";
import type { OperatorKind } from "./schema.ts";
import { TfliteError } from "./tflite-error.ts";
import type { TfliteOperation, TfliteOperator } from "./tflite-model.ts";

/** @param table of an operator code */
export function operatorKind(table: FlatTable): OperatorKind {
  // Codes above 127 do not fit the old field, and are in the new one alone.
  const code = Math.max(
    table.int8(OPERATOR_CODE.deprecatedBuiltinCode),
    table.int32(OPERATOR_CODE.builtinCode),
  );
  const found = Object.entries(OPERATORS).find(([, operator]) => operator.code === code);
  if (found === undefined) throw new TfliteError(`operator ${code} is none that our networks use`);
  const [kind, { versions }] = found as [OperatorKind, (typeof OPERATORS)[OperatorKind]];
  const version = table.int32(OPERATOR_CODE.version, 1);
  if (version !== versions.float32 && version !== versions.int8) {
    throw new TfliteError(`version ${version} of ${kind} is none that our networks use`);
  }
  return kind;
}

export function readOperator(
  table: FlatTable,
  kinds: readonly OperatorKind[],
  place: number,
): TfliteOperator {
  const kind = kinds[table.uint32(OPERATOR.opcodeIndex)];
  const outputs = table.int32s(OPERATOR.outputs);
  const [output] = outputs;
  if (kind === undefined || output === undefined || outputs.length > 1) {
    throw new TfliteError(`operator ${place} has no kind, or other than one output`);
  }
  const { optionsType } = OPERATORS[kind];
  const options = table.table(OPERATOR.options);
  if (
    optionsType !== 0 &&
    (options === undefined || table.uint8(OPERATOR.optionsType) !== optionsType)
  ) {
    throw new TfliteError(`operator ${place}, a ${kind}, has other options than it takes`);
  }
  return {
    ...readOptions(kind, options!),
    inputs: table.int32s(OPERATOR.inputs),
    output,
  };
}

/** @param options there, for every kind that reads them */
function readOptions(kind: OperatorKind, options: FlatTable): TfliteOperation {
  const square = (what: string, width: number, height: number): number => {
    const side = options.int32(width);
    if (side !== options.int32(height))
      throw new TfliteError(`the ${what} of a ${kind} is no square`);
    return side;
  };
  const wanted = (value: number, usual: number, what: string): void => {
    if (value !== usual)
      throw new TfliteError(`the ${what} of a ${kind} is ${value}, wanted ${usual}`);
  };
  const padding = (id: number) => keyOf(PADDINGS, options.int8(id), `the padding of a ${kind}`);
  const activation = (id: number) =>
    keyOf(ACTIVATIONS, options.int8(id), `the activation of a ${kind}`);
  switch (kind) {
    case "conv2d":
      wanted(options.int32(CONV_2D_OPTIONS.dilationWidth, 1), 1, "dilation");
      wanted(options.int32(CONV_2D_OPTIONS.dilationHeight, 1), 1, "dilation");
      return {
        kind,
        padding: padding(CONV_2D_OPTIONS.padding),
        stride: square("stride", CONV_2D_OPTIONS.strideWidth, CONV_2D_OPTIONS.strideHeight),
        activation: activation(CONV_2D_OPTIONS.activation),
      };
    case "maxPool2d":
    case "averagePool2d":
      wanted(options.int8(POOL_2D_OPTIONS.activation), ACTIVATIONS.none, "activation");
      return {
        kind,
        padding: padding(POOL_2D_OPTIONS.padding),
        stride: square("stride", POOL_2D_OPTIONS.strideWidth, POOL_2D_OPTIONS.strideHeight),
        size: square("window", POOL_2D_OPTIONS.filterWidth, POOL_2D_OPTIONS.filterHeight),
      };
    case "concatenation":
      wanted(options.int8(CONCATENATION_OPTIONS.activation), ACTIVATIONS.none, "activation");
      return { kind, axis: options.int32(CONCATENATION_OPTIONS.axis) };
    case "mean":
      return { kind, keepDimensions: options.int8(REDUCER_OPTIONS.keepDimensions) !== 0 };
    case "reshape":
      return { kind, shape: options.int32s(RESHAPE_OPTIONS.shape) };
    case "fullyConnected":
      wanted(options.int8(FULLY_CONNECTED_OPTIONS.weightsFormat), 0, "weights' format");
      wanted(options.int8(FULLY_CONNECTED_OPTIONS.keepDimensions), 0, "keep_num_dims");
      return { kind, activation: activation(FULLY_CONNECTED_OPTIONS.activation) };
    case "softmax":
      return { kind, beta: options.float32(SOFTMAX_OPTIONS.beta) };
    case "quantize":
    case "dequantize":
      return { kind };
  }
}
