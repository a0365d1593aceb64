/**
 * The pool of an auxiliary head, on images smaller than the network's input. The dense layer after it has weights for as
 * many cells as it leaves of the full size: 1 × 1 of 56 px, 4 × 4 of 112 px.
 */

interface Window {
  /** Pixels of either side. */
  readonly size: number;
  readonly stride: number;
}

/**
 * The window as it is, or shrunk where it would leave another number of cells.
 *
 * @param pool with the shape of what it leaves of the full size, `[cells, cells, channels]`
 * @param side of the map that is pooled
 */
export function poolWindow(
  { size, stride, shape }: Window & { readonly shape: readonly number[] },
  side: number,
): Window {
  const cells = shape[0]!;
  if (cellsLeft({ size, stride }, side) === cells) return { size, stride };
  const smaller = Math.floor(side / cells);
  return { size: side - (cells - 1) * smaller, stride: smaller };
}

/** Cells along a side that a pool without padding leaves. */
export function cellsLeft({ size, stride }: Window, side: number): number {
  return Math.floor((side - size) / stride) + 1;
}
