/**
 * A convolution of few input channels as one of many: eight neighboring columns are taken together, of the input as
 * channels and of the output as filters, so that 3 channels become 24 and 64 filters 512. The same sums, with zeros
 * among them; a GPU's matrix units, which take eight channels or more at a time, do them several times as fast.
 */
import type { Tensor } from "../graph-builder.ts";
import { convolution } from "./convolution.ts";
import { concat, pad, reshape } from "./shape.ts";

const GROUP = 8;

/** Whether `groupedColumns` takes such a convolution; stride 1 and SAME padding are meant. */
export function canGroupColumns(x: Tensor, kernel: Tensor): boolean {
  const [rows, columns, channels] = kernel.shape as [number, number, number];
  const isOdd = rows % 2 === 1 && columns % 2 === 1;
  return channels < GROUP && isOdd && columns <= GROUP + 1 && x.shape[2]! % GROUP === 0;
}

/**
 * Stride 1, SAME padding; records no gradient.
 * @param x `[batch, height, width, in]`, width a multiple of eight
 * @param kernel `[rows, columns, in, out]`, odd, of at most nine columns
 * @returns `[batch, height, width, out]`
 */
export function groupedColumns(x: Tensor, kernel: Tensor): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [rows, columns, , filters] = kernel.shape as [number, number, number, number];
  const [above, before] = [(rows - 1) / 2, (columns - 1) / 2];
  const padded = pad(x, [
    [0, 0],
    [above, above],
    [before, GROUP - before], // one group more than the output has
    [0, 0],
  ]);
  const input = reshape(padded, [batch, height + rows - 1, width / GROUP + 1, GROUP * channels]);
  // Output column q of a group sees the columns q … q + columns − 1 of the two groups that its window lies in.
  const shifted = Array.from({ length: GROUP }, (_, q) =>
    pad(kernel, [
      [0, 0],
      [q, 2 * GROUP - columns - q],
      [0, 0],
      [0, 0],
    ]),
  );
  const wide = reshape(concat(shifted), [rows, 2, GROUP * channels, GROUP * filters]);
  const output = convolution(input, wide, { stride: 1, padding: "valid" });
  return reshape(output, [batch, height, width, filters]);
}
