/** MEAN over height and width: each channel's mean over a whole map. The axes are the second input. */
import { featureMapShape, holdsIntegers } from "./input-rules.ts";
import { haveType } from "./number-rules.ts";
import type { OperatorDefinition } from "./operator.ts";

/** The rank of the output. */
export interface MeanOptions {
  /** `[batch, 1, 1, channels]` instead of `[batch, channels]`. */
  readonly keepDimensions: boolean;
}

/** ReducerOptions. */
const FIELDS = { keepDimensions: 0 } as const;

export const mean: OperatorDefinition<MeanOptions> = {
  code: 40,
  optionsType: 27,
  versions: { float32: 1, int8: 2 },

  writeOptions: ({ keepDimensions }) => ({
    int8: [[FIELDS.keepDimensions, keepDimensions ? 1 : 0]],
  }),

  readOptions: (table) => ({ keepDimensions: table.int8(FIELDS.keepDimensions) !== 0 }),

  outputShape(inputs, { keepDimensions }) {
    const [input, axes] = inputs;
    const map = featureMapShape(input);
    if (map === undefined || inputs.length !== 2 || !holdsIntegers(axes, [1, 2])) return undefined;
    const [batch, , , channels] = map;
    return keepDimensions ? [batch, 1, 1, channels] : [batch, channels];
  },

  areNumbersSound: ([input], output) =>
    haveType("float32", [input, output]) || haveType("int8", [input, output]),
};
