/** FULLY_CONNECTED: `[batch, in]` by a kernel `[out, in]`, with a bias. */
import { keyOf } from "../schema.ts";
import { ACTIVATIONS, type FusedActivation } from "./fused-activation.ts";
import type { OperatorDefinition } from "./operator.ts";
import { expectOption } from "./option-rules.ts";
import { areWeightedNumbersSound, kernelShape } from "./weighted.ts";

/** Weights are stored plainly, and the output has rank 2. */
export interface FullyConnectedOptions {
  readonly activation: FusedActivation;
}

/** FullyConnectedOptions. */
const FIELDS = { activation: 0, weightsFormat: 1, keepDimensions: 2 } as const;

export const fullyConnected: OperatorDefinition<FullyConnectedOptions> = {
  code: 9,
  optionsType: 8,
  versions: { float32: 1, int8: 4 },

  writeOptions: ({ activation }) => ({ int8: [[FIELDS.activation, ACTIVATIONS[activation]]] }),

  readOptions(table) {
    expectOption("weights_format of fullyConnected", table.int8(FIELDS.weightsFormat), 0);
    expectOption("keep_num_dims of fullyConnected", table.int8(FIELDS.keepDimensions), 0);
    const activation = table.int8(FIELDS.activation);
    return { activation: keyOf(ACTIVATIONS, activation, "the activation of fullyConnected") };
  },

  outputShape(inputs) {
    const { shape } = inputs[0];
    const [units, fanIn] = kernelShape(inputs, 2) ?? [];
    if (units === undefined || shape.length !== 2 || shape[1] !== fanIn) return undefined;
    return [shape[0]!, units];
  },

  areNumbersSound: areWeightedNumbersSound,
};
