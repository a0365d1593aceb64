/**
 * What must be true of a model before an engine may see it: every index exists, every shape follows from
 * the inputs, weights fill their shapes, the kernels accept the scales. Engines check some of this, crash
 * on some, and read outside their memory on the rest.
 */
import { shapeSize, shapeText } from "@inception-edge/model";
import { OPERATORS } from "./operators/table.ts";
import type { TfliteTensor } from "./tensor.ts";
import { TfliteError } from "./tflite-error.ts";
import type { TfliteModel, TfliteOperator } from "./tflite-model.ts";

/** Elements of one tensor; the largest for an image of 56 × 56 has 200,704, of 160 × 160 1,638,400. */
const LARGEST_TENSOR = 2 ** 28;

/** @throws {TfliteError} naming the first tensor or operator that is not sound */
export function checkTflite(model: TfliteModel): void {
  for (const tensor of model.tensors) checkTensor(tensor);
  const known = new Set<number>();
  for (const [index, { data }] of model.tensors.entries()) if (data !== undefined) known.add(index);
  for (const index of model.inputs) {
    const { name, data } = tensorAt(model, index);
    if (data !== undefined) throw new TfliteError(`its input "${name}" is a constant`);
    known.add(index);
  }
  for (const operator of model.operators) {
    const { kind, inputs, output } = operator;
    const missing = inputs.find((index) => !known.has(index));
    if (missing !== undefined) {
      throw new TfliteError(`${kind} reads tensor ${missing}, which no earlier operator computes`);
    }
    if (known.has(output)) {
      throw new TfliteError(`${kind} writes tensor ${output}, which already has a value`);
    }
    checkOperator(
      operator,
      inputs.map((index) => tensorAt(model, index)),
      tensorAt(model, output),
    );
    known.add(output);
  }
  const unknown = model.outputs.find((index) => !known.has(index));
  if (model.inputs.length !== 1 || model.outputs.length === 0 || unknown !== undefined) {
    throw new TfliteError(
      `it has ${model.inputs.length} inputs and ${model.outputs.length} outputs, wanted one input and at least one output, all computed`,
    );
  }
}

function tensorAt({ tensors }: TfliteModel, index: number): TfliteTensor {
  const tensor = tensors[index];
  if (tensor === undefined) throw new TfliteError(`it has no tensor ${index}`);
  return tensor;
}

function checkTensor({ name, shape, type, data, quantization }: TfliteTensor): void {
  const size = shapeSize(shape);
  if (!(shape.every((length) => length > 0) && size <= LARGEST_TENSOR)) {
    throw new TfliteError(
      `"${name}" has shape ${shapeText(shape)}, wanted positive sides and at most ${LARGEST_TENSOR} values`,
    );
  }
  if (data !== undefined && data.length !== size) {
    throw new TfliteError(`"${name}" holds ${data.length} values, wanted ${size}`);
  }
  if (quantization === undefined) {
    if (type === "int8") throw new TfliteError(`"${name}" is int8 without a scale`);
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
    throw new TfliteError(`"${name}" has scales or zero points that do not fit its type and shape`);
  }
}

function checkOperator(
  operator: TfliteOperator,
  inputs: readonly TfliteTensor[],
  output: TfliteTensor,
): void {
  const { kind } = operator;
  const definition = OPERATORS[kind];
  const [first, ...others] = inputs;
  if (first === undefined) throw new TfliteError(`${kind} "${output.name}" reads nothing`);
  const shape = definition.outputShape([first, ...others], operator);
  if (shape === undefined || shapeText(shape) !== shapeText(output.shape)) {
    const given = inputs.map((input) => shapeText(input.shape)).join(", ");
    const computed = shape === undefined ? "nothing" : shapeText(shape);
    throw new TfliteError(
      `"${output.name}" is ${shapeText(output.shape)}, but ${kind} of ${given} gives ${computed}`,
    );
  }
  if (!definition.areNumbersSound([first, ...others], output)) {
    throw new TfliteError(
      `"${output.name}" has a type or scale that ${kind} cannot compute from its inputs`,
    );
  }
}
