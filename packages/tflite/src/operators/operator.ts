/** What the file format must know about one operator. */
import type { Builder } from "flatbuffers";
import type { FlatTable } from "../read-table.ts";
import type { TfliteTensor } from "../tensor.ts";
import type { TableFields } from "../write-table.ts";

/** Every operator reads at least one tensor. */
export type OperatorInputs = readonly [TfliteTensor, ...TfliteTensor[]];

/**
 * One operator. Numbers are from tensorflow/lite/schema/schema.fbs, version 3; versions from
 * tensorflow/lite/tools/versioning/op_version.cc.
 */
export interface OperatorDefinition<Options extends object> {
  /** Its value in BuiltinOperator. */
  readonly code: number;
  /** The value of its options table in the union BuiltinOptions, counted from 1; 0 when it has none. */
  readonly optionsType: number;
  /** The lowest version of the operator that computes in each type. */
  readonly versions: { readonly float32: number; readonly int8: number };
  /** @param builder for the vectors and strings that the options hold, written before their table */
  writeOptions(options: Options, builder: Builder): TableFields;
  /** @throws {TfliteError} when an option has a value that our networks do not use */
  readOptions(table: FlatTable): Options;
  /** Undefined when the operator cannot run on inputs of these shapes. */
  outputShape(inputs: OperatorInputs, options: Options): readonly number[] | undefined;
  /** Whether TFLite's kernel accepts the types and scales of these tensors. */
  areNumbersSound(inputs: OperatorInputs, output: TfliteTensor): boolean;
}
