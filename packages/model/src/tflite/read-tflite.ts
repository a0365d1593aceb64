/**
 * The bytes of a TFLite file as a model, checked: what comes back is sound, so that no engine is ever
 * given what would make it crash. It knows the operators of our own files, not all of TFLite's.
 */
import { checkTflite } from "./check-tflite.ts";
import { FlatTable } from "./read-table.ts";
import {
  ACTIVATIONS,
  BUFFER,
  CONCATENATION_OPTIONS,
  CONV_2D_OPTIONS,
  FILE_IDENTIFIER,
  FULLY_CONNECTED_OPTIONS,
  METADATA,
  MODEL,
  OPERATOR,
  OPERATOR_CODE,
  OPERATORS,
  PADDINGS,
  POOL_2D_OPTIONS,
  QUANTIZATION,
  REDUCER_OPTIONS,
  RESHAPE_OPTIONS,
  SCHEMA_VERSION,
  SOFTMAX_OPTIONS,
  SUBGRAPH,
  TENSOR,
  TENSOR_TYPES,
} from "./schema.ts";
import type { OperatorKind } from "./schema.ts";
import { TfliteError } from "./tflite-error.ts";
import type {
  Quantization,
  TensorData,
  TensorType,
  TfliteModel,
  TfliteOperation,
  TfliteOperator,
  TfliteTensor,
} from "./tflite-model.ts";

/**
 * @param bytes of a file that `writeTflite` may have written; weights are views into them where they
 *   lie at a multiple of four bytes, copies elsewhere
 * @throws {TfliteError} when they are cut off, corrupt, of another format or of another kind of network
 */
export function readTflite(bytes: Uint8Array): TfliteModel {
  if (identifierOf(bytes) !== FILE_IDENTIFIER) {
    throw new TfliteError(
      `the file is no TFLite model: ${bytes.length} bytes without "${FILE_IDENTIFIER}" at byte 4`,
    );
  }
  const root = FlatTable.root(bytes);
  const version = root.uint32(MODEL.version);
  if (version !== SCHEMA_VERSION) {
    throw new TfliteError(`its schema version is ${version}, wanted ${SCHEMA_VERSION}`);
  }
  const subgraphs = root.tables(MODEL.subgraphs);
  const [subgraph] = subgraphs;
  if (subgraph === undefined || subgraphs.length > 1) {
    throw new TfliteError(`it has ${subgraphs.length} subgraphs, wanted 1`);
  }
  const buffers = root.tables(MODEL.buffers);
  const bufferAt = (place: number): FlatTable => {
    const buffer = buffers[place];
    if (buffer === undefined) throw new TfliteError(`there is no buffer ${place}`);
    return buffer;
  };
  const kinds = root.tables(MODEL.operatorCodes).map(operatorKind);
  const model: TfliteModel = {
    description: root.string(MODEL.description),
    tensors: subgraph.tables(SUBGRAPH.tensors).map((table) => readTensor(table, bufferAt)),
    operators: subgraph
      .tables(SUBGRAPH.operators)
      .map((table, place) => readOperator(table, kinds, place)),
    inputs: subgraph.int32s(SUBGRAPH.inputs),
    outputs: subgraph.int32s(SUBGRAPH.outputs),
    metadata: new Map(
      root
        .tables(MODEL.metadata)
        .map((table): [string, Uint8Array] => [
          table.string(METADATA.name),
          bufferAt(table.uint32(METADATA.buffer)).bytes(BUFFER.data),
        ]),
    ),
  };
  checkTflite(model);
  return model;
}

function identifierOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(4, 8));
}

function operatorKind(table: FlatTable): OperatorKind {
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

function readTensor(table: FlatTable, bufferAt: (place: number) => FlatTable): TfliteTensor {
  const name = table.string(TENSOR.name);
  const type = keyOf(TENSOR_TYPES, table.int8(TENSOR.type), `the type of "${name}"`);
  const buffer = table.uint32(TENSOR.buffer);
  const bytes = bufferAt(buffer).bytes(BUFFER.data);
  const quantization = readQuantization(table);
  return {
    name,
    shape: table.int32s(TENSOR.shape),
    type,
    ...(quantization !== undefined && { quantization }),
    ...(bytes.length > 0 && { data: elementsOf(bytes, type, name) }),
  };
}

function readQuantization(tensor: FlatTable): Quantization | undefined {
  const table = tensor.table(TENSOR.quantization);
  const scales = table?.float32s(QUANTIZATION.scale) ?? [];
  if (table === undefined || scales.length === 0) return undefined;
  const zeroPoints = table.int64s(QUANTIZATION.zeroPoint);
  return { scales, zeroPoints, axis: table.int32(QUANTIZATION.dimension) };
}

interface ElementsConstructor {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): TensorData;
  readonly BYTES_PER_ELEMENT: number;
}

const ELEMENTS: Readonly<Record<TensorType, ElementsConstructor>> = {
  float32: Float32Array,
  int8: Int8Array,
  int32: Int32Array,
};

function elementsOf(bytes: Uint8Array, type: TensorType, name: string): TensorData {
  const Elements = ELEMENTS[type];
  const size = Elements.BYTES_PER_ELEMENT;
  if (bytes.length % size !== 0) {
    throw new TfliteError(`"${name}" has ${bytes.length} bytes, wanted a multiple of ${size}`);
  }
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  return new Elements(aligned.buffer, aligned.byteOffset, bytes.length / size);
}

function readOperator(
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

/** The name that stands for a number. */
function keyOf<K extends string>(
  table: Readonly<Record<K, number>>,
  value: number,
  what: string,
): K {
  for (const key of Object.keys(table) as K[]) if (table[key] === value) return key;
  throw new TfliteError(`${what} is ${value}, wanted one of ${Object.values(table).join(", ")}`);
}
