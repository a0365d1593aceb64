/**
 * What must hold in a model before an engine may see it: every place exists, shapes follow from one
 * another, weights fill their shapes, scales are such as the kernels take. An engine checks some of
 * this, crashes on some, and reads outside its memory on the rest.
 */
import { shapeSize, shapeText } from "../graph.ts";
import { TfliteError } from "./tflite-error.ts";
import type {
  Padding,
  TensorType,
  TfliteModel,
  TfliteOperator,
  TfliteTensor,
} from "./tflite-model.ts";

/** Elements of one tensor; the largest of a 56×56 picture has 200,704. */
const LARGEST_TENSOR = 2 ** 28;

/** XNNPACK requantizes by factors in this range, and refuses others. */
const REQUANTIZATION_FACTORS = { least: 2 ** -32, below: 256 } as const;

/** @throws {TfliteError} that names the first tensor or operator that is not sound */
export function checkTflite(model: TfliteModel): void {
  for (const tensor of model.tensors) checkTensor(tensor);
  const known = new Set<number>();
  for (const [place, { data }] of model.tensors.entries()) if (data !== undefined) known.add(place);
  for (const place of model.inputs) {
    if (tensorAt(model, place).data !== undefined) {
      throw new TfliteError(`its input is "${tensorAt(model, place).name}", which is a weight`);
    }
    known.add(place);
  }
  for (const operator of model.operators) {
    const { kind, inputs, output } = operator;
    const missing = inputs.find((place) => !known.has(place));
    if (missing !== undefined) {
      throw new TfliteError(`a ${kind} reads tensor ${missing}, which nothing before it yields`);
    }
    if (known.has(output)) throw new TfliteError(`a ${kind} yields tensor ${output} again`);
    checkOperator(
      operator,
      inputs.map((place) => tensorAt(model, place)),
      tensorAt(model, output),
    );
    known.add(output);
  }
  const unknown = model.outputs.find((place) => !known.has(place));
  if (model.inputs.length !== 1 || model.outputs.length === 0 || unknown !== undefined) {
    throw new TfliteError(
      `it has ${model.inputs.length} inputs and ${model.outputs.length} outputs, wanted one input and outputs that are computed`,
    );
  }
}

function tensorAt({ tensors }: TfliteModel, place: number): TfliteTensor {
  const tensor = tensors[place];
  if (tensor === undefined) throw new TfliteError(`there is no tensor ${place}`);
  return tensor;
}

function checkTensor({ name, shape, type, data, quantization }: TfliteTensor): void {
  const size = shapeSize(shape);
  if (!(shape.every((length) => length > 0) && size <= LARGEST_TENSOR)) {
    throw new TfliteError(`"${name}" has the shape ${shapeText(shape)}`);
  }
  if (data !== undefined && data.length !== size) {
    throw new TfliteError(`"${name}" holds ${data.length} values, wanted ${size}`);
  }
  if (quantization === undefined) {
    if (type === "int8") throw new TfliteError(`"${name}" is int8 and has no scale`);
    return;
  }
  const { scales, zeroPoints, axis } = quantization;
  const slices = scales.length === 1 ? 1 : shape[axis];
  const isScaled = scales.every((scale) => scale > 0 && scale < Number.POSITIVE_INFINITY);
  const isShifted = zeroPoints.every((zero) => zero >= -128 && zero <= 127);
  if (
    !(isScaled && isShifted && scales.length === slices && zeroPoints.length === scales.length) ||
    type === "float32"
  ) {
    throw new TfliteError(`"${name}" has scales or zero points that do not suit it`);
  }
}

function checkOperator(
  operator: TfliteOperator,
  inputs: readonly TfliteTensor[],
  output: TfliteTensor,
): void {
  const [first] = inputs;
  if (first === undefined) throw new TfliteError(`"${output.name}" is made of nothing`);
  const wanted = outputShape(operator, inputs);
  if (wanted === undefined || shapeText(wanted) !== shapeText(output.shape)) {
    throw new TfliteError(
      `"${output.name}" is ${shapeText(output.shape)}; a ${operator.kind} of ${inputs.map(({ shape }) => shapeText(shape)).join(", ")} yields ${wanted === undefined ? "nothing" : shapeText(wanted)}`,
    );
  }
  if (!areNumbersSound(operator, inputs, output)) {
    throw new TfliteError(
      `"${output.name}" has a type or a scale that does not follow from what the ${operator.kind} reads`,
    );
  }
}

/** Undefined where the operator cannot be carried out on inputs of these shapes. */
function outputShape(
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

/** Whether types and scales are such as the operator's kernels take. */
function areNumbersSound(
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
