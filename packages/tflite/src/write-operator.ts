/** A model's operators and their options as FlatBuffers tables. */
import type { Builder } from "flatbuffers";
import { OPERATORS } from "./operators/table.ts";
import { OPERATOR, OPERATOR_CODE } from "./schema.ts";
import type { TfliteModel, TfliteOperator } from "./tflite-model.ts";
import { writeInt32s, writeOffsets, writeTable, type Offset } from "./write-table.ts";

/** Each operator once, in the lowest version that computes in the type of its tensors. */
export class OperatorCodes {
  readonly #indices = new Map<string, number>();
  readonly #codes: { readonly code: number; readonly version: number }[] = [];
  readonly #model: TfliteModel;

  constructor(model: TfliteModel) {
    this.#model = model;
  }

  /** The operator's index in the file's list of codes; adds its code when it is new. */
  indexOf({ kind, inputs, output }: TfliteOperator): number {
    const { code, versions } = OPERATORS[kind];
    const { tensors } = this.#model;
    const isInt8 = [inputs[0]!, output].some((index) => tensors[index]!.type === "int8");
    const version = isInt8 ? versions.int8 : versions.float32;
    const key = `${code} ${version}`;
    const index = this.#indices.get(key) ?? this.#codes.push({ code, version }) - 1;
    this.#indices.set(key, index);
    return index;
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
  const definition = OPERATORS[operator.kind];
  const { optionsType } = definition;
  return writeTable(builder, {
    int8: [[OPERATOR.optionsType, optionsType]],
    int32: [[OPERATOR.opcodeIndex, codes.indexOf(operator)]],
    offsets: [
      [OPERATOR.inputs, writeInt32s(builder, operator.inputs)],
      [OPERATOR.outputs, writeInt32s(builder, [operator.output])],
      [
        OPERATOR.options,
        optionsType === 0 ? 0 : writeTable(builder, definition.writeOptions(operator, builder)),
      ],
    ],
  });
}
