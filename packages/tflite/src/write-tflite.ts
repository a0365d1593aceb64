/** A TFLite model as the bytes of a file. */
import { Builder } from "flatbuffers";
import {
  BUFFER,
  FILE_IDENTIFIER,
  METADATA,
  MODEL,
  QUANTIZATION,
  SCHEMA_VERSION,
  SIGNATURE,
  SIGNATURE_KEY,
  SUBGRAPH,
  TENSOR,
  TENSOR_MAP,
  TENSOR_TYPES,
} from "./schema.ts";
import type { Quantization, TfliteTensor } from "./tensor.ts";
import type { TfliteModel } from "./tflite-model.ts";
import { OperatorCodes, writeOperator } from "./write-operator.ts";
import {
  writeBytes,
  writeFloat32s,
  writeInt32s,
  writeInt64s,
  writeOffsets,
  writeTable,
  type Offset,
} from "./write-table.ts";

/** The same model gives the same bytes. */
export function writeTflite(model: TfliteModel): Uint8Array {
  const builder = new Builder(expectedBytes(model)); // a smaller one would grow by doubling, and copy each time
  const buffers = new BufferList();
  const tensors = model.tensors.map((tensor) => writeTensor(builder, tensor, buffers));
  const codes = new OperatorCodes(model);
  const operators = model.operators.map((operator) => writeOperator(builder, operator, codes));
  const subgraph = writeTable(builder, {
    offsets: [
      [SUBGRAPH.tensors, writeOffsets(builder, tensors)],
      [SUBGRAPH.inputs, writeInt32s(builder, model.inputs)],
      [SUBGRAPH.outputs, writeInt32s(builder, model.outputs)],
      [SUBGRAPH.operators, writeOffsets(builder, operators)],
      [SUBGRAPH.name, builder.createString("main")],
    ],
  });
  const metadata = [...model.metadata].map(([name, bytes]) =>
    writeTable(builder, {
      int32: [[METADATA.buffer, buffers.add(bytes)]],
      offsets: [[METADATA.name, builder.createString(name)]],
    }),
  );
  const root = writeTable(builder, {
    int32: [[MODEL.version, SCHEMA_VERSION]],
    offsets: [
      [MODEL.operatorCodes, codes.write(builder)],
      [MODEL.subgraphs, writeOffsets(builder, [subgraph])],
      [MODEL.description, builder.createString(model.description)],
      [MODEL.buffers, buffers.write(builder)],
      [MODEL.metadata, writeOffsets(builder, metadata)],
      [MODEL.signatures, writeOffsets(builder, [writeSignature(builder, model)])],
    ],
  });
  builder.finish(root, FILE_IDENTIFIER);
  return builder.asUint8Array().slice();
}

/** All weights, and more than the tables need. */
function expectedBytes({ tensors }: TfliteModel): number {
  return tensors.reduce((sum, { data }) => sum + 1024 + (data?.byteLength ?? 0), 2 ** 16);
}

/** The model's buffers. The first is empty and stands for "no data". */
class BufferList {
  readonly #contents: Uint8Array[] = [new Uint8Array()];

  add(bytes: Uint8Array): number {
    return this.#contents.push(bytes) - 1;
  }

  write(builder: Builder): Offset {
    const tables = this.#contents.map((bytes) =>
      writeTable(builder, {
        offsets: [[BUFFER.data, bytes.length === 0 ? 0 : writeBytes(builder, bytes)]],
      }),
    );
    return writeOffsets(builder, tables);
  }
}

function writeTensor(builder: Builder, tensor: TfliteTensor, buffers: BufferList): Offset {
  const { name, shape, type, quantization, data } = tensor;
  return writeTable(builder, {
    int8: [[TENSOR.type, TENSOR_TYPES[type]]],
    int32: [[TENSOR.buffer, data === undefined ? 0 : buffers.add(bytesOf(data))]],
    offsets: [
      [TENSOR.shape, writeInt32s(builder, shape)],
      [TENSOR.name, builder.createString(name)],
      [TENSOR.quantization, quantization === undefined ? 0 : writeScales(builder, quantization)],
    ],
  });
}

/** TFLite is little-endian, and so is every machine that runs JavaScript today. */
function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function writeScales(builder: Builder, { scales, zeroPoints, axis }: Quantization): Offset {
  return writeTable(builder, {
    int32: [[QUANTIZATION.dimension, axis]],
    offsets: [
      [QUANTIZATION.scale, writeFloat32s(builder, scales)],
      [QUANTIZATION.zeroPoint, writeInt64s(builder, zeroPoints)],
    ],
  });
}

/** Names of inputs and outputs, for callers that run a model by its signature. */
function writeSignature(builder: Builder, { tensors, inputs, outputs }: TfliteModel): Offset {
  const writeNames = (indices: readonly number[]): Offset =>
    writeOffsets(
      builder,
      indices.map((index) =>
        writeTable(builder, {
          int32: [[TENSOR_MAP.tensor, index]],
          offsets: [[TENSOR_MAP.name, builder.createString(tensors[index]!.name)]],
        }),
      ),
    );
  return writeTable(builder, {
    offsets: [
      [SIGNATURE.inputs, writeNames(inputs)],
      [SIGNATURE.outputs, writeNames(outputs)],
      [SIGNATURE.key, builder.createString(SIGNATURE_KEY)],
    ],
  });
}
