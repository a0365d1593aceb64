/** A model's operators and their options from FlatBuffers tables: those in ./operators and no others. */
import { OPERATORS, type OperatorKind } from "./operators/table.ts";
import type { FlatTable } from "./read-table.ts";
import { OPERATOR, OPERATOR_CODE } from "./schema.ts";
import { TfliteError } from "./tflite-error.ts";
import type { TfliteOperator } from "./tflite-model.ts";

const KINDS = Object.keys(OPERATORS) as OperatorKind[];

/**
 * @param table an operator code
 * @throws {TfliteError} for an operator, or a version of one, that our networks do not use
 */
export function operatorKind(table: FlatTable): OperatorKind {
  // Codes above 127 do not fit in the old field and are in the new one alone.
  const code = Math.max(
    table.int8(OPERATOR_CODE.deprecatedBuiltinCode),
    table.int32(OPERATOR_CODE.builtinCode),
  );
  const kind = KINDS.find((candidate) => OPERATORS[candidate].code === code);
  if (kind === undefined) {
    throw new TfliteError(`operator code ${code} is not supported, only ${KINDS.join(", ")}`);
  }
  const { float32, int8 } = OPERATORS[kind].versions;
  const version = table.int32(OPERATOR_CODE.version, 1);
  if (version !== float32 && version !== int8) {
    const wanted = [...new Set([float32, int8])].join(" or ");
    throw new TfliteError(`${kind} has version ${version}, wanted ${wanted}`);
  }
  return kind;
}

/**
 * @param kinds by index of their code in the file
 * @param index of the operator, for errors
 * @throws {TfliteError} when it is not written as its kind is
 */
export function readOperator(
  table: FlatTable,
  kinds: readonly OperatorKind[],
  index: number,
): TfliteOperator {
  const kind = kinds[table.uint32(OPERATOR.opcodeIndex)];
  if (kind === undefined) throw new TfliteError(`operator ${index} has no code`);
  const outputs = table.int32s(OPERATOR.outputs);
  const [output] = outputs;
  if (output === undefined || outputs.length > 1) {
    throw new TfliteError(`operator ${index}, ${kind}, has ${outputs.length} outputs, wanted 1`);
  }
  const definition = OPERATORS[kind];
  const { optionsType } = definition;
  const options = table.table(OPERATOR.options);
  if (
    optionsType !== 0 &&
    (options === undefined || table.uint8(OPERATOR.optionsType) !== optionsType)
  ) {
    throw new TfliteError(`operator ${index}, ${kind}, has no options of its kind`);
  }
  return {
    kind,
    ...definition.readOptions(options!),
    inputs: table.int32s(OPERATOR.inputs),
    output,
  } as TfliteOperator;
}
