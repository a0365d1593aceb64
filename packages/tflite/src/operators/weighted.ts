/** What conv2d and fullyConnected share: a kernel and a bias, both constant, and the scales of their sum. */
import type { TfliteTensor } from "../tensor.ts";
import { areSameShape } from "./input-rules.ts";
import { haveType } from "./number-rules.ts";
import type { OperatorInputs } from "./operator.ts";

/** XNNPACK requantizes by factors in this range and refuses others. */
const REQUANTIZATION_FACTORS = { least: 2 ** -32, below: 256 } as const;

/**
 * Dimensions of the kernel, `[out, height, width, in]` or `[out, in]`. Undefined when it has another
 * rank, when the bias is not `[out]`, when either is computed, or when there are other inputs.
 */
export function kernelShape(inputs: OperatorInputs, rank: number): readonly number[] | undefined {
  const [, kernel, bias] = inputs;
  const isSound =
    inputs.length === 3 &&
    kernel?.data !== undefined &&
    bias?.data !== undefined &&
    kernel.shape.length === rank &&
    areSameShape(bias.shape, kernel.shape.slice(0, 1));
  return isSound ? kernel.shape : undefined;
}

/** All float32; or int8 with an int32 bias, its scales those that the kernel computes with. */
export function areWeightedNumbersSound(inputs: OperatorInputs, output: TfliteTensor): boolean {
  const [input, kernel, bias] = inputs;
  if (haveType("float32", [input, kernel, bias, output])) return true;
  return (
    haveType("int8", [input, kernel, output]) &&
    haveType("int32", [bias]) &&
    areScalesSound(inputs, output)
  );
}

/** The bias counts in steps of input × kernel; a step of the output must be a usable multiple of that. */
function areScalesSound([input, kernel, bias]: OperatorInputs, output: TfliteTensor): boolean {
  const inputScale = input.quantization?.scales[0];
  const outputScale = output.quantization?.scales[0];
  const weights = kernel?.quantization;
  const steps = bias?.quantization;
  if (inputScale === undefined || outputScale === undefined) return false;
  if (weights === undefined || steps === undefined) return false;
  const { least, below } = REQUANTIZATION_FACTORS;
  return (
    steps.scales.length === weights.scales.length &&
    weights.axis === 0 &&
    [...weights.zeroPoints, ...steps.zeroPoints].every((zero) => zero === 0) &&
    weights.scales.every((scale, slice) => {
      const step = inputScale * scale;
      const factor = step / outputScale;
      const difference = Math.abs(steps.scales[slice]! - step);
      return factor >= least && factor < below && difference <= step * 1e-5;
    })
  );
}
