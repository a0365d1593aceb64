/** The shape that an operator yields for what it reads, by TFLite's rules. */
import { shapeSize, shapeText } from "../graph.ts";
import type { Padding, TfliteOperator, TfliteTensor } from "./tflite-model.ts";

/** Undefined where the operator cannot be carried out on inputs of these shapes. */
export function outputShape(
  operator: TfliteOperator,
  inputs: readonly TfliteTensor[],
): readonly number[] | undefined {
  const [shape, weights, bias] = inputs.map((input) => input.shape);
  const [batch = 0, height = 0, width = 0, channels = 0] = shape!;
  switch (operator.kind) {
    case "conv2d": {
      const [filters = 0, kernelHeight = 0, kernelWidth = 0, fanIn] = weights ?? [];
      const isSound =
        inputs.length === 3 &&
        shape!.length === 4 &&
        weights?.length === 4 &&
        fanIn === channels &&
        shapeText(bias!) === shapeText([filters]) &&
        areWeights(inputs);
      if (!isSound) return undefined;
      const out = (length: number, size: number) => windows(length, { ...operator, size });
      return [batch, out(height, kernelHeight), out(width, kernelWidth), filters];
    }
    case "maxPool2d":
    case "averagePool2d":
      if (inputs.length !== 1 || shape!.length !== 4) return undefined;
      return [batch, windows(height, operator), windows(width, operator), channels];
    case "concatenation": {
      const isSound = inputs.every(
        (input) =>
          input.shape.length === 4 &&
          shapeText(input.shape.slice(0, 3)) === shapeText([batch, height, width]),
      );
      if (!isSound || operator.axis !== 3) return undefined;
      return [batch, height, width, inputs.reduce((sum, input) => sum + input.shape[3]!, 0)];
    }
    case "mean": {
      const axes = constant(inputs[1]);
      const isSound = inputs.length === 2 && shape!.length === 4 && axes === "1,2";
      if (!isSound) return undefined;
      return operator.keepDimensions ? [batch, 1, 1, channels] : [batch, channels];
    }
    case "reshape": {
      const target = operator.shape;
      const isSound =
        inputs.length === 2 &&
        constant(inputs[1]) === target.join(",") &&
        shapeSize(target) === shapeSize(shape!);
      return isSound ? target : undefined;
    }
    case "fullyConnected": {
      const [units = 0, fanIn] = weights ?? [];
      const isSound =
        inputs.length === 3 &&
        shape!.length === 2 &&
        weights?.length === 2 &&
        fanIn === shape![1] &&
        shapeText(bias!) === shapeText([units]) &&
        areWeights(inputs);
      return isSound ? [batch, units] : undefined;
    }
    case "softmax":
      return inputs.length === 1 && shape!.length === 2 && operator.beta === 1 ? shape : undefined;
    case "quantize":
    case "dequantize":
      return inputs.length === 1 ? shape : undefined;
  }
}

function areWeights([, kernel, bias]: readonly TfliteTensor[]): boolean {
  return kernel?.data !== undefined && bias?.data !== undefined;
}

/** Windows along one side; NaN, which no shape has, for options that make none. */
function windows(
  length: number,
  { padding, stride, size }: { padding: Padding; stride: number; size: number },
): number {
  if (!(stride > 0 && size > 0)) return Number.NaN;
  if (padding === "same") return Math.ceil(length / stride);
  return Math.floor((length - size) / stride) + 1;
}

function constant(tensor: TfliteTensor | undefined): string | undefined {
  return tensor?.type === "int32" ? tensor.data?.join(",") : undefined;
}
