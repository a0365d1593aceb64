/** RESHAPE: the same values in another shape, which is both an option and the second input. */
import { shapeSize } from "@inception-edge/model";
import { writeInt32s } from "../write-table.ts";
import { holdsIntegers } from "./input-rules.ts";
import { haveOneScale } from "./number-rules.ts";
import type { OperatorDefinition } from "./operator.ts";

/** The shape to take. */
export interface ReshapeOptions {
  /** Batch included: `[1, 2048]`. */
  readonly shape: readonly number[];
}

/** ReshapeOptions. */
const FIELDS = { shape: 0 } as const;

export const reshape: OperatorDefinition<ReshapeOptions> = {
  code: 22,
  optionsType: 17,
  versions: { float32: 1, int8: 1 },

  writeOptions: ({ shape }, builder) => ({
    offsets: [[FIELDS.shape, writeInt32s(builder, shape)]],
  }),

  readOptions: (table) => ({ shape: table.int32s(FIELDS.shape) }),

  outputShape(inputs, { shape }) {
    const [input, target] = inputs;
    const isSound =
      inputs.length === 2 &&
      holdsIntegers(target, shape) &&
      shapeSize(shape) === shapeSize(input.shape);
    return isSound ? shape : undefined;
  },

  areNumbersSound: ([input], output) => haveOneScale([input, output]),
};
