/** What TFLite's kernels ask of the types and scales of their tensors. */
import type { TensorType, TfliteOperator, TfliteTensor } from "./tflite-model.ts";

/** XNNPACK requantizes by factors in this range, and refuses others. */
const REQUANTIZATION_FACTORS = { least: 2 ** -32, below: 256 } as const;

/** Whether types and scales are such as the operator's kernels take. */
export function areNumbersSound(
  { kind }: TfliteOperator,
  inputs: readonly TfliteTensor[],
  output: TfliteTensor,
): boolean {
  const [first, kernel, bias] = inputs;
  switch (kind) {
    case "quantize":
      return areOf("int8", [output]) && (areOf("float32", [first]) || areOf("int8", [first]));
    case "dequantize":
      return areOf("int8", [first]) && areOf("float32", [output]);
    case "softmax":
      return areOf("float32", [first, output]);
    case "conv2d":
    case "fullyConnected": {
      if (areOf("float32", [first, kernel, bias, output])) return true;
      return (
        areOf("int8", [first, kernel, output]) &&
        areOf("int32", [bias]) &&
        areFactorsSound(inputs, output)
      );
    }
    case "maxPool2d":
    case "averagePool2d":
    case "reshape":
      return haveOneScale([first, output]);
    case "concatenation":
      return haveOneScale([...inputs, output]);
    case "mean":
      return areOf("float32", [first, output]) || areOf("int8", [first, output]);
  }
}

function areOf(type: TensorType, tensors: readonly (TfliteTensor | undefined)[]): boolean {
  return tensors.every((tensor) => tensor?.type === type);
}

/** The kernels of these operators copy or compare stored values, without a look at their scales. */
function haveOneScale(tensors: readonly (TfliteTensor | undefined)[]): boolean {
  const texts = tensors.map((tensor) => {
    const { scales = [], zeroPoints = [] } = tensor?.quantization ?? {};
    return `${tensor?.type} ${scales.join(",")} ${zeroPoints.join(",")}`;
  });
  return new Set(texts).size === 1;
}

/** The bias counts in steps of input × kernel; a step of the output is a fit multiple of that. */
function areFactorsSound(
  [input, kernel, bias]: readonly TfliteTensor[],
  output: TfliteTensor,
): boolean {
  const [from, to] = [input?.quantization?.scales[0], output.quantization?.scales[0]];
  const weights = kernel?.quantization;
  const steps = bias?.quantization;
  if (from === undefined || to === undefined || weights === undefined || steps === undefined) {
    return false;
  }
  const { least, below } = REQUANTIZATION_FACTORS;
  return (
    steps.scales.length === weights.scales.length &&
    weights.axis === 0 &&
    [...weights.zeroPoints, ...steps.zeroPoints].every((zero) => zero === 0) &&
    weights.scales.every((scale, slice) => {
      const step = from * scale;
      const factor = step / to;
      const difference = Math.abs(steps.scales[slice]! - step);
      return factor >= least && factor < below && difference <= step * 1e-5;
    })
  );
}
