/**
 * The gradient of a convolution's kernel, by the library's op or by matrix products. The results are the same, up to
 * rounding; which is faster depends on the processor, the kernel and the map.
 */
import type { Tensor } from "../graph-builder.ts";
import { constant } from "./constant.ts";
import { convolutionAttributes } from "./convolution.ts";
import { product } from "./mat-mul.ts";
import { concat, pack, pad, reshape, slice } from "./shape.ts";

/** By the size of a kernel, the greatest side of a map whose kernel gradient is computed by products; default: none. */
export type ProductLimits = Readonly<Record<number, number>>;

/**
 * @param x the convolution's input, `[batch, height, width, in]`
 * @param kernel `[size, size, in, out]`
 * @param dy the gradient at its output, SAME padding
 */
export function kernelGradient(
  x: Tensor,
  kernel: Tensor,
  dy: Tensor,
  { stride, productsUpTo }: { readonly stride: number; readonly productsUpTo: ProductLimits },
): Tensor {
  const [, height, width] = x.shape as [number, number, number];
  const size = kernel.shape[0]!;
  if (stride === 1 && size % 2 === 1 && Math.max(height, width) <= (productsUpTo[size] ?? 0)) {
    return byProducts(x, kernel, dy);
  }
  return x.graph.tensor("Conv2DBackpropFilter", x.dtype, kernel.shape, {
    inputs: [x, constant(x.graph, [...kernel.shape], "int32"), dy],
    attributes: convolutionAttributes(x, { stride, padding: "same" }),
  });
}

/**
 * One product for each row of the kernel, `[positions, columns·in]ᵀ [positions, out]`, where the positions are those of all
 * images, and the input is shifted to each of the row's columns.
 */
function byProducts(x: Tensor, kernel: Tensor, dy: Tensor): Tensor {
  const [batch, height, width, inputs] = x.shape as [number, number, number, number];
  const [rows, columns, , outputs] = kernel.shape as [number, number, number, number];
  const [above, before] = [(rows - 1) / 2, (columns - 1) / 2];
  const padded = pad(x, [
    [0, 0],
    [above, above],
    [before, before],
    [0, 0],
  ]);
  const shifted = concat(
    Array.from({ length: columns }, (_, column) =>
      slice(padded, [0, 0, column, 0], [batch, height + 2 * above, width, inputs]),
    ),
  );
  const positions = batch * height * width;
  const slopes = reshape(dy, [positions, outputs]);
  const gradients = Array.from({ length: rows }, (_, row) => {
    const seen = slice(shifted, [0, row, 0, 0], [batch, height, width, columns * inputs]);
    return product(reshape(seen, [positions, columns * inputs]), slopes, { transposeA: true });
  });
  return reshape(pack(gradients), kernel.shape);
}
