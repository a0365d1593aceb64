/**
 * Decides which matrices to process together: matrices of the same shape, or padded with zeros to the same shape, need one
 * batched product instead of one product each. Zero rows and columns stay zero in Newton–Schulz iterations, so padding
 * costs arithmetic but does not change the results.
 */

/** Rows and columns. */
export type MatrixShape = readonly [rows: number, columns: number];

/** Matrices that are processed together. */
export interface Stack {
  /** The shape that every matrix of the stack is padded to. */
  readonly shape: MatrixShape;
  /** Indices in the given list, ascending. */
  readonly members: readonly number[];
}

/**
 * Merges stacks, greatest saving first, as long as that saves time.
 * @param overhead fixed cost of one stack, in multiply-adds: its kernel launches. With 0, every matrix is alone.
 */
export function stackMatrices(shapes: readonly MatrixShape[], overhead: number): readonly Stack[] {
  let stacks: readonly Stack[] = shapes.map((shape, index) => ({ shape, members: [index] }));
  for (;;) {
    const best = bestMerge(stacks, overhead);
    if (!best) return stacks;
    const { left, right, merged } = best;
    stacks = [...stacks.filter((stack) => stack !== left && stack !== right), merged];
  }
}

interface Merge {
  readonly left: Stack;
  readonly right: Stack;
  readonly merged: Stack;
}

function bestMerge(stacks: readonly Stack[], overhead: number): Merge | undefined {
  let best: Merge | undefined;
  let most = 0;
  for (const [index, left] of stacks.entries()) {
    for (const right of stacks.slice(index + 1)) {
      if (isTall(left.shape) !== isTall(right.shape)) continue; // the Gram matrix is taken on the smaller side
      const merged = merge(left, right);
      const saved = overhead + arithmetic(left) + arithmetic(right) - arithmetic(merged);
      if (saved > most) [best, most] = [{ left, right, merged }, saved];
    }
  }
  return best;
}

/** Whether there are at least as many rows as columns. */
export function isTall([rows, columns]: MatrixShape): boolean {
  return rows >= columns;
}

function merge(left: Stack, right: Stack): Stack {
  return {
    shape: [Math.max(left.shape[0], right.shape[0]), Math.max(left.shape[1], right.shape[1])],
    members: [...left.members, ...right.members].toSorted((a, b) => a - b),
  };
}

/** Multiply-adds of one iteration: the Gram matrix, its square, and the product with the matrix. */
function arithmetic({ shape, members }: Stack): number {
  const [small, large] = [Math.min(...shape), Math.max(...shape)];
  return members.length * (2 * small * small * large + small ** 3);
}
