/**
 * dHash: 64 bits that tell where an image gets lighter from left to right. Similar images have similar hashes, but so
 * do many others: the hash proposes near-duplicates, and the pixels decide.
 */

/** Left edges of the nine columns of blocks, of 64 pixels; symmetric, so that a mirrored image has the mirrored hash. */
const COLUMNS = [0, 7, 14, 21, 28, 36, 43, 50, 57, 64];

/**
 * Writes two words at `index * 2`, each four rows of eight bits; bit `i` of a row says that block `i` is darker than
 * block `i + 1`.
 *
 * @param luma `[64, 64]`
 */
export function differenceHash(hashes: Uint32Array, index: number, luma: Uint8Array): void {
  for (let half = 0; half < 2; half += 1) {
    let word = 0;
    for (let row = 4 * half; row < 4 * half + 4; row += 1) {
      let before = blockMean(luma, row, 0);
      for (let column = 1; column < 9; column += 1) {
        const mean = blockMean(luma, row, column);
        word = (word << 1) | (before < mean ? 1 : 0);
        before = mean;
      }
    }
    hashes[index * 2 + half] = word >>> 0;
  }
}

function blockMean(luma: Uint8Array, row: number, column: number): number {
  const left = COLUMNS[column]!;
  const right = COLUMNS[column + 1]!;
  let sum = 0;
  for (let y = row * 8; y < row * 8 + 8; y += 1) {
    for (let pixel = y * 64 + left, end = y * 64 + right; pixel < end; pixel += 1)
      sum += luma[pixel]!;
  }
  return sum / (right - left);
}

/** The hash of the mirrored image, except where blocks are exactly equal: each row reversed and inverted. */
export function mirroredHash(word: number): number {
  let result = 0;
  for (let bit = 0; bit < 32; bit += 1) {
    const to = (bit & ~7) | (7 - (bit & 7));
    if (((word >>> bit) & 1) === 0) result |= 1 << to;
  }
  return result >>> 0;
}

/** The number of bits in which two hashes, of two words each, differ. */
export function hammingDistance(a0: number, a1: number, b0: number, b1: number): number {
  return bitCount(a0 ^ b0) + bitCount(a1 ^ b1);
}

/** The number of ones in a 32-bit word, counted in parallel (Warren, Hacker's Delight, 5-1). */
function bitCount(word: number): number {
  let count = word - ((word >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
