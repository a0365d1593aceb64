/** What operators ask about the shapes and constants that they read. */
import type { TfliteTensor } from "../tensor.ts";

/** `[batch, height, width, channels]`; undefined for a shape of another rank. */
export function featureMapShape({
  shape,
}: TfliteTensor): readonly [number, number, number, number] | undefined {
  return shape.length === 4 ? (shape as [number, number, number, number]) : undefined;
}

/** Whether two shapes have the same dimensions. */
export function areSameShape(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((length, axis) => length === right[axis]);
}

/** Whether a tensor is an int32 constant of these values: axes, or the shape to take. */
export function holdsIntegers(
  tensor: TfliteTensor | undefined,
  values: readonly number[],
): boolean {
  if (tensor?.type !== "int32" || tensor.data === undefined) return false;
  return areSameShape([...tensor.data], values);
}
