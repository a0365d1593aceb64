/** SOFTMAX: logits `[batch, classes]` to probabilities; always float32 in our files. */
import { haveType } from "./number-rules.ts";
import type { OperatorDefinition } from "./operator.ts";

/** How sharp the distribution is. */
export interface SoftmaxOptions {
  /** Factor of the logits; 1. */
  readonly beta: number;
}

/** SoftmaxOptions. */
const FIELDS = { beta: 0 } as const;

export const softmax: OperatorDefinition<SoftmaxOptions> = {
  code: 25,
  optionsType: 9,
  versions: { float32: 1, int8: 2 },

  writeOptions: ({ beta }) => ({ float32: [[FIELDS.beta, beta]] }),

  readOptions: (table) => ({ beta: table.float32(FIELDS.beta) }),

  outputShape(inputs, { beta }) {
    const { shape } = inputs[0];
    return inputs.length === 1 && shape.length === 2 && beta === 1 ? shape : undefined;
  },

  areNumbersSound: ([input], output) => haveType("float32", [input, output]),
};
