/**
 * A TFLite file as plain data, without the FlatBuffer's layout. `writeTflite` and `readTflite` convert
 * between the two; `checkTflite` rejects what an engine must never be given.
 */
import type { TfliteOperation } from "./operators/table.ts";
import type { TfliteTensor } from "./tensor.ts";

/** An operation with the indices of its tensors. Each has one output. */
export type TfliteOperator = TfliteOperation & {
  readonly inputs: readonly number[];
  readonly output: number;
};

/** A network with one subgraph and one signature. */
export interface TfliteModel {
  /** Text that the file carries for people. */
  readonly description: string;
  readonly tensors: readonly TfliteTensor[];
  /** In an order in which they can run. */
  readonly operators: readonly TfliteOperator[];
  /** Indices of the tensors that the caller fills. */
  readonly inputs: readonly number[];
  /** Indices of the tensors that the caller reads. */
  readonly outputs: readonly number[];
  /** Buffers that the engine ignores, by name. */
  readonly metadata: ReadonlyMap<string, Uint8Array>;
}
