/** How a window moves over a map: the option and the schema's numbers for it. */

/** SAME covers every value and pads the edges; VALID stays inside the map. */
export type Padding = "same" | "valid";

export const PADDINGS: Readonly<Record<Padding, number>> = { same: 0, valid: 1 };

/** Positions of a window along one side; NaN, which no shape holds, unless stride and size are positive. */
export function windowCount(
  length: number,
  { padding, stride, size }: { padding: Padding; stride: number; size: number },
): number {
  if (!(stride > 0 && size > 0)) return Number.NaN;
  if (padding === "same") return Math.ceil(length / stride);
  return Math.floor((length - size) / stride) + 1;
}
