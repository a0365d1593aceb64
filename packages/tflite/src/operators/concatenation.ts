/** CONCATENATION: maps of one height and width, joined along their channels. */
import { ACTIVATIONS } from "./fused-activation.ts";
import { areSameShape, featureMapShape } from "./input-rules.ts";
import { haveOneScale } from "./number-rules.ts";
import type { OperatorDefinition } from "./operator.ts";
import { expectOption } from "./option-rules.ts";

/** Inputs are joined without an activation. */
export interface ConcatenationOptions {
  /** 3: the channels of `[batch, height, width, channels]`. */
  readonly axis: number;
}

/** ConcatenationOptions. */
const FIELDS = { axis: 0, activation: 1 } as const;

export const concatenation: OperatorDefinition<ConcatenationOptions> = {
  code: 2,
  optionsType: 10,
  versions: { float32: 1, int8: 2 },

  writeOptions: ({ axis }) => ({ int32: [[FIELDS.axis, axis]] }),

  readOptions(table) {
    const activation = table.int8(FIELDS.activation);
    expectOption("the activation of concatenation", activation, ACTIVATIONS.none);
    return { axis: table.int32(FIELDS.axis) };
  },

  outputShape(inputs, { axis }) {
    const first = featureMapShape(inputs[0]);
    if (first === undefined || axis !== 3) return undefined;
    const joined = first.slice(0, 3);
    const channels = inputs.map(({ shape }) => shape[3] ?? 0);
    const isSound = inputs.every(({ shape }, index) =>
      areSameShape(shape, [...joined, channels[index]!]),
    );
    return isSound ? [...joined, channels.reduce((sum, count) => sum + count)] : undefined;
  },

  areNumbersSound: (inputs, output) => haveOneScale([...inputs, output]),
};
