/**
 * The bytes of a TFLite file as a model, checked, so that no engine is ever given a file that would crash
 * it. Supports the operators of our own networks, not all of TFLite's.
 */
import { checkTflite } from "./check-tflite.ts";
import { operatorKind, readOperator } from "./read-operator.ts";
import { FlatTable } from "./read-table.ts";
import {
  BUFFER,
  FILE_IDENTIFIER,
  keyOf,
  METADATA,
  MODEL,
  QUANTIZATION,
  SCHEMA_VERSION,
  SUBGRAPH,
  TENSOR,
  TENSOR_TYPES,
} from "./schema.ts";
import type { Quantization, TensorData, TensorType, TfliteTensor } from "./tensor.ts";
import { TfliteError } from "./tflite-error.ts";
import type { TfliteModel } from "./tflite-model.ts";

/**
 * @param bytes of a whole file. Weights are views into them when they are aligned to their type, as
 *   `writeTflite` aligns them; copies otherwise
 * @throws {TfliteError} when the file is cut off, corrupt, of another format or of another kind of network
 */
export function readTflite(bytes: Uint8Array): TfliteModel {
  if (identifierOf(bytes) !== FILE_IDENTIFIER) {
    throw new TfliteError(
      `not a TFLite file: ${bytes.length} bytes without "${FILE_IDENTIFIER}" at byte 4`,
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
  const bufferAt = (index: number): FlatTable => {
    const buffer = buffers[index];
    if (buffer === undefined) throw new TfliteError(`it has no buffer ${index}`);
    return buffer;
  };
  const kinds = root.tables(MODEL.operatorCodes).map(operatorKind);
  const model: TfliteModel = {
    description: root.string(MODEL.description),
    tensors: subgraph.tables(SUBGRAPH.tensors).map((table) => readTensor(table, bufferAt)),
    operators: subgraph
      .tables(SUBGRAPH.operators)
      .map((table, index) => readOperator(table, kinds, index)),
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

function readTensor(table: FlatTable, bufferAt: (index: number) => FlatTable): TfliteTensor {
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
