/** TFLite metadata as a FlatBuffer: an image in, its bytes normalized to [0, 1]; one probability per label out. */
import { Builder } from "flatbuffers";
import { writeFloat32s, writeOffsets, writeTable, type Offset } from "../write-table.ts";
import {
  ASSOCIATED_FILE,
  CONTENT,
  FEATURE_PROPERTIES,
  IMAGE_PROPERTIES,
  MODEL_METADATA,
  NORMALIZATION,
  PROCESS_UNIT,
  RGB,
  STATS,
  SUBGRAPH_METADATA,
  TENSOR_AXIS_LABELS,
  TENSOR_METADATA,
} from "./metadata-schema.ts";

/** What a file says about itself: of the model, its one input and its one output. */
export interface TfliteMetadata {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly license: string;
  /** Describes the input. */
  readonly input: string;
  /** Describes the output. */
  readonly output: string;
  /** One per class, in the order of the output. */
  readonly labels: readonly string[];
}

/** The file of labels in the ZIP archive after the model. */
export const LABELS_PATH = "labels.txt";

/** @returns a FlatBuffer with the identifier M001 */
export function encodeMetadata(metadata: TfliteMetadata): Uint8Array {
  const builder = new Builder(1024);
  const text = (value: string): Offset => builder.createString(value);
  const tensor = (
    name: string,
    description: string,
    fields: readonly (readonly [number, Offset])[],
  ): Offset =>
    writeTable(builder, {
      offsets: [
        [TENSOR_METADATA.name, text(name)],
        [TENSOR_METADATA.description, text(description)],
        ...fields,
      ],
    });

  const input = tensor("image", metadata.input, [
    [TENSOR_METADATA.content, writeImageContent(builder)],
    [TENSOR_METADATA.processUnits, writeOffsets(builder, [writeNormalization(builder)])],
    [TENSOR_METADATA.stats, writeStats(builder)],
  ]);
  const labelFile = writeTable(builder, {
    int8: [[ASSOCIATED_FILE.type, TENSOR_AXIS_LABELS]],
    offsets: [
      [ASSOCIATED_FILE.name, text(LABELS_PATH)],
      [ASSOCIATED_FILE.description, text("One label a line, in the order of the scores")],
    ],
  });
  const output = tensor("probability", metadata.output, [
    [TENSOR_METADATA.content, writeFeatureContent(builder)],
    [TENSOR_METADATA.stats, writeStats(builder)],
    [TENSOR_METADATA.associatedFiles, writeOffsets(builder, [labelFile])],
  ]);
  const subgraph = writeTable(builder, {
    offsets: [
      [SUBGRAPH_METADATA.inputs, writeOffsets(builder, [input])],
      [SUBGRAPH_METADATA.outputs, writeOffsets(builder, [output])],
    ],
  });
  const root = writeTable(builder, {
    offsets: [
      [MODEL_METADATA.name, text(metadata.name)],
      [MODEL_METADATA.description, text(metadata.description)],
      [MODEL_METADATA.version, text(metadata.version)],
      [MODEL_METADATA.subgraphs, writeOffsets(builder, [subgraph])],
      [MODEL_METADATA.license, text(metadata.license)],
      [MODEL_METADATA.parserVersion, text("1.0.0")],
    ],
  });
  builder.finish(root, "M001");
  return builder.asUint8Array().slice();
}

function writeImageContent(builder: Builder): Offset {
  const properties = writeTable(builder, { int8: [[IMAGE_PROPERTIES.colorSpace, RGB]] });
  return writeTable(builder, {
    int8: [[CONTENT.propertiesType, IMAGE_PROPERTIES.type]],
    offsets: [[CONTENT.properties, properties]],
  });
}

function writeFeatureContent(builder: Builder): Offset {
  return writeTable(builder, {
    int8: [[CONTENT.propertiesType, FEATURE_PROPERTIES.type]],
    offsets: [[CONTENT.properties, writeTable(builder, {})]],
  });
}

/** (value − mean) ÷ std: bytes 0..255 to [0, 1]. */
function writeNormalization(builder: Builder): Offset {
  const options = writeTable(builder, {
    offsets: [
      [NORMALIZATION.mean, writeFloat32s(builder, [0])],
      [NORMALIZATION.std, writeFloat32s(builder, [255])],
    ],
  });
  return writeTable(builder, {
    int8: [[PROCESS_UNIT.optionsType, NORMALIZATION.type]],
    offsets: [[PROCESS_UNIT.options, options]],
  });
}

function writeStats(builder: Builder): Offset {
  return writeTable(builder, {
    offsets: [
      [STATS.max, writeFloat32s(builder, [1])],
      [STATS.min, writeFloat32s(builder, [0])],
    ],
  });
}
