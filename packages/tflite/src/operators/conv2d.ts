/** CONV_2D: a convolution of `[batch, height, width, in]` by a kernel `[out, height, width, in]`, with a bias. */
import { keyOf } from "../schema.ts";
import { ACTIVATIONS, type FusedActivation } from "./fused-activation.ts";
import { featureMapShape } from "./input-rules.ts";
import type { OperatorDefinition } from "./operator.ts";
import { expectOption, squareSide } from "./option-rules.ts";
import { PADDINGS, windowCount, type Padding } from "./padding.ts";
import { areWeightedNumbersSound, kernelShape } from "./weighted.ts";

/** Stride is the same for height and width; there is no dilation. */
export interface Conv2dOptions {
  readonly padding: Padding;
  readonly stride: number;
  readonly activation: FusedActivation;
}

/** Conv2DOptions. */
const FIELDS = {
  padding: 0,
  strideWidth: 1,
  strideHeight: 2,
  activation: 3,
  dilationWidth: 4, // 1 when absent
  dilationHeight: 5,
} as const;

export const conv2d: OperatorDefinition<Conv2dOptions> = {
  code: 3,
  optionsType: 1,
  versions: { float32: 1, int8: 3 },

  writeOptions: ({ padding, stride, activation }) => ({
    int8: [
      [FIELDS.padding, PADDINGS[padding]],
      [FIELDS.activation, ACTIVATIONS[activation]],
    ],
    int32: [
      [FIELDS.strideWidth, stride],
      [FIELDS.strideHeight, stride],
    ],
  }),

  readOptions(table) {
    expectOption("the dilation of conv2d", table.int32(FIELDS.dilationWidth, 1), 1);
    expectOption("the dilation of conv2d", table.int32(FIELDS.dilationHeight, 1), 1);
    return {
      padding: keyOf(PADDINGS, table.int8(FIELDS.padding), "the padding of conv2d"),
      stride: squareSide(
        "the stride of conv2d",
        table.int32(FIELDS.strideWidth),
        table.int32(FIELDS.strideHeight),
      ),
      activation: keyOf(ACTIVATIONS, table.int8(FIELDS.activation), "the activation of conv2d"),
    };
  },

  outputShape(inputs, options) {
    const [batch, height, width, channels] = featureMapShape(inputs[0]) ?? [];
    const [filters, kernelHeight, kernelWidth, fanIn] = kernelShape(inputs, 4) ?? [];
    if (batch === undefined || filters === undefined || fanIn !== channels) return undefined;
    return [
      batch,
      windowCount(height!, { ...options, size: kernelHeight! }),
      windowCount(width!, { ...options, size: kernelWidth! }),
      filters,
    ];
  },

  areNumbersSound: areWeightedNumbersSound,
};
