/**
 * Computes a convolution of few input channels as one of many: eight neighboring columns of the input become channels,
 * and eight of the output filters, so that 3 channels become 24 and 64 filters become 512. The sums are the same, with
 * added zeros; a GPU's matrix units, which take at least eight channels at a time, compute them several times as fast.
 */
import type { Tensor } from "../graph-builder.ts";
import { convolution } from "./convolution.ts";
import { concat, pad, reshape } from "./shape.ts";

const GROUP = 8;

/** Whether `groupedColumns` supports the convolution, given stride 1 and SAME padding. */
export function canGroupColumns(x: Tensor, kernel: Tensor): boolean {
  const [rows, columns, channels] = kernel.shape as [number, number, number];
  const isOdd = rows % 2 === 1 && columns % 2 === 1;
  return channels < GROUP && isOdd && columns <= GROUP + 1 && x.shape[2]! % GROUP === 0;
}

/**
 * Convolution with stride 1 and SAME padding. Records no gradient.
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
  // Output column q of a group depends on columns q … q + columns − 1 of the two groups that its window spans.
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
