/**
 * What must hold in a model before an engine may see it: every place exists, shapes follow from one
 * another, weights fill their shapes, scales are such as the kernels take. An engine checks some of
 * this, crashes on some, and reads outside its memory on the rest.
 */
import { shapeSize, shapeText } from "../graph.ts";
import { TfliteError } from "./tflite-error.ts";
import { areNumbersSound } from "./operator-numbers.ts";
import { outputShape } from "./operator-shape.ts";
import type { TfliteModel, TfliteOperator, TfliteTensor } from "./tflite-model.ts";

/** Elements of one tensor; the largest of a 56×56 picture has 200,704. */
const LARGEST_TENSOR = 2 ** 28;

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
