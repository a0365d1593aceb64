/** MAX_POOL_2D and AVERAGE_POOL_2D: the largest value, or the mean, of each square window of a map. */
import { keyOf } from "../schema.ts";
import { ACTIVATIONS } from "./fused-activation.ts";
import { featureMapShape } from "./input-rules.ts";
import { haveOneScale } from "./number-rules.ts";
import type { OperatorDefinition } from "./operator.ts";
import { expectOption, squareSide } from "./option-rules.ts";
import { PADDINGS, windowCount, type Padding } from "./padding.ts";

/** Window and stride are the same for height and width. */
export interface Pool2dOptions {
  readonly padding: Padding;
  readonly stride: number;
  /** Side of the window. */
  readonly size: number;
}

/** Pool2DOptions. */
const FIELDS = {
  padding: 0,
  strideWidth: 1,
  strideHeight: 2,
  filterWidth: 3,
  filterHeight: 4,
  activation: 5,
} as const;

export const maxPool2d: OperatorDefinition<Pool2dOptions> = pool2d("maxPool2d", 17);
export const averagePool2d: OperatorDefinition<Pool2dOptions> = pool2d("averagePool2d", 1);

function pool2d(kind: string, code: number): OperatorDefinition<Pool2dOptions> {
  return {
    code,
    optionsType: 5,
    versions: { float32: 1, int8: 2 },

    writeOptions: ({ padding, stride, size }) => ({
      int8: [[FIELDS.padding, PADDINGS[padding]]],
      int32: [
        [FIELDS.strideWidth, stride],
        [FIELDS.strideHeight, stride],
        [FIELDS.filterWidth, size],
        [FIELDS.filterHeight, size],
      ],
    }),

    readOptions(table) {
      const activation = table.int8(FIELDS.activation);
      expectOption(`the activation of ${kind}`, activation, ACTIVATIONS.none);
      return {
        padding: keyOf(PADDINGS, table.int8(FIELDS.padding), `the padding of ${kind}`),
        stride: squareSide(
          `the stride of ${kind}`,
          table.int32(FIELDS.strideWidth),
          table.int32(FIELDS.strideHeight),
        ),
        size: squareSide(
          `the window of ${kind}`,
          table.int32(FIELDS.filterWidth),
          table.int32(FIELDS.filterHeight),
        ),
      };
    },

    outputShape(inputs, options) {
      const map = featureMapShape(inputs[0]);
      if (map === undefined || inputs.length !== 1) return undefined;
      const [batch, height, width, channels] = map;
      return [batch, windowCount(height, options), windowCount(width, options), channels];
    },

    areNumbersSound: ([input], output) => haveOneScale([input, output]),
  };
}
