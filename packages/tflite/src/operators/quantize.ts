/** QUANTIZE and DEQUANTIZE: float32 to int8, one int8 scale to another, and int8 back to float32. */
import { haveType } from "./number-rules.ts";
import type { OperatorDefinition, OperatorInputs } from "./operator.ts";

/** Neither has options, and both keep the shape. */
const conversion = {
  optionsType: 0,
  writeOptions: () => ({}),
  readOptions: () => ({}),
  outputShape: (inputs: OperatorInputs) => (inputs.length === 1 ? inputs[0].shape : undefined),
};

export const quantize: OperatorDefinition<object> = {
  ...conversion,
  code: 114,
  versions: { float32: 1, int8: 1 },
  areNumbersSound: ([input], output) =>
    haveType("int8", [output]) && (haveType("float32", [input]) || haveType("int8", [input])),
};

export const dequantize: OperatorDefinition<object> = {
  ...conversion,
  code: 6,
  versions: { float32: 1, int8: 2 },
  areNumbersSound: ([input], output) => haveType("int8", [input]) && haveType("float32", [output]),
};
