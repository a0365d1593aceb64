/** A model's operators and their options as FlatBuffers' tables. */
import type { Builder } from "flatbuffers";
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
import type { TfliteModel, TfliteOperator } from "./tflite-model.ts";
import { writeInt32s, writeOffsets, writeTable } from "./write-table.ts";
import type { Offset, TableFields } from "./write-table.ts";

/** Each kind of operator once, in the lowest version that computes in the type of its tensors. */
export class OperatorCodes {
  readonly #places = new Map<string, number>();
  readonly #codes: { readonly code: number; readonly version: number }[] = [];
  readonly #model: TfliteModel;

  constructor(model: TfliteModel) {
    this.#model = model;
  }

  placeOf({ kind, inputs, output }: TfliteOperator): number {
    const { code, versions } = OPERATORS[kind];
    const { tensors } = this.#model;
    const isInt8 = [inputs[0]!, output].some((place) => tensors[place]!.type === "int8");
    const version = isInt8 ? versions.int8 : versions.float32;
    const key = `${code} ${version}`;
    const place = this.#places.get(key) ?? this.#codes.push({ code, version }) - 1;
    this.#places.set(key, place);
    return place;
  }

  write(builder: Builder): Offset {
    const tables = this.#codes.map(({ code, version }) =>
      writeTable(builder, {
        int8: [[OPERATOR_CODE.deprecatedBuiltinCode, code]],
        int32: [
          [OPERATOR_CODE.version, version, 1],
          [OPERATOR_CODE.builtinCode, code],
        ],
      }),
    );
    return writeOffsets(builder, tables);
  }
}

export function writeOperator(
  builder: Builder,
  operator: TfliteOperator,
  codes: OperatorCodes,
): Offset {
  const { optionsType } = OPERATORS[operator.kind];
  return writeTable(builder, {
    int8: [[OPERATOR.optionsType, optionsType]],
    int32: [[OPERATOR.opcodeIndex, codes.placeOf(operator)]],
    offsets: [
      [OPERATOR.inputs, writeInt32s(builder, operator.inputs)],
      [OPERATOR.outputs, writeInt32s(builder, [operator.output])],
      [
        OPERATOR.options,
        optionsType === 0 ? 0 : writeTable(builder, optionFields(builder, operator)),
      ],
    ],
  });
}

function optionFields(builder: Builder, operator: TfliteOperator): TableFields {
  switch (operator.kind) {
    case "conv2d":
      return {
        int8: [
          [CONV_2D_OPTIONS.padding, PADDINGS[operator.padding]],
          [CONV_2D_OPTIONS.activation, ACTIVATIONS[operator.activation]],
        ],
        int32: [
          [CONV_2D_OPTIONS.strideWidth, operator.stride],
          [CONV_2D_OPTIONS.strideHeight, operator.stride],
        ],
      };
    case "maxPool2d":
    case "averagePool2d":
      return {
        int8: [[POOL_2D_OPTIONS.padding, PADDINGS[operator.padding]]],
        int32: [
          [POOL_2D_OPTIONS.strideWidth, operator.stride],
          [POOL_2D_OPTIONS.strideHeight, operator.stride],
          [POOL_2D_OPTIONS.filterWidth, operator.size],
          [POOL_2D_OPTIONS.filterHeight, operator.size],
        ],
      };
    case "concatenation":
      return { int32: [[CONCATENATION_OPTIONS.axis, operator.axis]] };
    case "mean":
      return { int8: [[REDUCER_OPTIONS.keepDimensions, operator.keepDimensions ? 1 : 0]] };
    case "reshape":
      return { offsets: [[RESHAPE_OPTIONS.shape, writeInt32s(builder, operator.shape)]] };
    case "fullyConnected":
      return { int8: [[FULLY_CONNECTED_OPTIONS.activation, ACTIVATIONS[operator.activation]]] };
    case "softmax":
      return { float32: [[SOFTMAX_OPTIONS.beta, operator.beta]] };
    case "quantize":
    case "dequantize":
      return {};
  }
}
