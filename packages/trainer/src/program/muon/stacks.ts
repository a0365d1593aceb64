/**
 * Which matrices are worth iterating together: matrices of one shape, or padded to one with zeros, make a single
 * batched product where each alone would be launched by itself. Zero rows and columns stay zero through Newton–Schulz,
 * so padding changes no result; it only costs arithmetic.
 */

export type MatrixShape = readonly [rows: number, columns: number];

export interface Stack {
  /** What every matrix of the stack is padded to. */
  readonly shape: MatrixShape;
  /** Places in the list that was given, ascending. */
  readonly members: readonly number[];
}

/**
 * Merges stacks, cheapest first, as long as it pays.
 * @param overhead what one stack costs whatever its size, in multiply-adds: its launches. 0 stacks equal shapes only.
 */
export function stackMatrices(shapes: readonly MatrixShape[], overhead: number): readonly Stack[] {
  let stacks = equalShapes(shapes);
  for (;;) {
    const best = bestMerge(stacks, overhead);
    if (!best) return stacks;
    const { left, right, merged } = best;
    stacks = [...stacks.filter((stack) => stack !== left && stack !== right), merged];
  }
}

function equalShapes(shapes: readonly MatrixShape[]): readonly Stack[] {
  const byShape = new Map<string, { shape: MatrixShape; members: number[] }>();
  for (const [index, shape] of shapes.entries()) {
    const stack = byShape.get(String(shape)) ?? { shape, members: [] };
    stack.members.push(index);
    byShape.set(String(shape), stack);
  }
  return [...byShape.values()];
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
      if (isTall(left.shape) !== isTall(right.shape)) continue; // each is multiplied from its smaller side
      const merged = merge(left, right);
      const saved = overhead + arithmetic(left) + arithmetic(right) - arithmetic(merged);
      if (saved > most) [best, most] = [{ left, right, merged }, saved];
    }
  }
  return best;
}

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
