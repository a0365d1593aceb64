/**
 * dHash: bits that tell where an image gets lighter, 64 from left to right and 64 from top to bottom. Similar images have
 * similar hashes, but so do many others: the hash proposes near-duplicates, and their sketches decide.
 */

/** Pixels per side of the plane that is hashed. */
const SIDE = 32;

/** Edges of the nine blocks along which the light is followed; symmetric, so a mirrored image has the mirrored hash. */
const STEPS = [0, 4, 7, 11, 14, 18, 21, 25, 28, SIDE];

/** Pixels across a strip of blocks, of which there are eight. */
const STRIP = SIDE / 8;

/** Words of a hash: two from left to right, and two from top to bottom. */
export const HASH_WORDS = 4;

/**
 * A word is four strips of eight bits, the first in the highest byte; a bit says that a block is darker than the next.
 *
 * @param luma `[32, 32]`
 */
export function differenceHash(luma: Float32Array): number[] {
  const [along, across] = [1, SIDE];
  return [
    hashStrips(luma, 0, along, across),
    hashStrips(luma, 4, along, across),
    hashStrips(luma, 0, across, along),
    hashStrips(luma, 4, across, along),
  ];
}

/** Four strips; `along` and `across` are the distances of pixels along a strip and across it. */
function hashStrips(luma: Float32Array, firstStrip: number, along: number, across: number): number {
  let word = 0;
  for (let strip = firstStrip; strip < firstStrip + 4; strip += 1) {
    let before = 0;
    for (let block = 0; block < 9; block += 1) {
      const [from, to] = [STEPS[block]!, STEPS[block + 1]!];
      let sum = 0;
      for (let step = from; step < to; step += 1) {
        const start = step * along + strip * STRIP * across;
        for (let pixel = 0; pixel < STRIP; pixel += 1) sum += luma[start + pixel * across]!;
      }
      const mean = sum / (to - from);
      if (block > 0) word = (word << 1) | (before < mean ? 1 : 0);
      before = mean;
    }
  }
  return word >>> 0;
}

/** The hashes of the mirrored images, except where blocks are exactly equal. */
export function mirroredHashes(hashes: Uint32Array): Uint32Array {
  const mirrored = new Uint32Array(hashes.length);
  for (let at = 0; at < hashes.length; at += HASH_WORDS) {
    mirrored[at] = reverseStrips(hashes[at]!);
    mirrored[at + 1] = reverseStrips(hashes[at + 1]!);
    mirrored[at + 2] = swapStrips(hashes[at + 3]!);
    mirrored[at + 3] = swapStrips(hashes[at + 2]!);
  }
  return mirrored;
}

/** Each strip read from the other end, where lighter is darker. */
function reverseStrips(word: number): number {
  let result = 0;
  for (let bit = 0; bit < 32; bit += 1) {
    const to = (bit & ~7) | (7 - (bit & 7));
    if (((word >>> bit) & 1) === 0) result |= 1 << to;
  }
  return result >>> 0;
}

/** The strips in the other order. */
function swapStrips(word: number): number {
  const [a, b, c, d] = [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255];
  return ((d << 24) | (c << 16) | (b << 8) | a) >>> 0;
}

/** The number of ones in a 32-bit word, counted in parallel (Warren, Hacker's Delight, 5-1). */
export function bitCount(word: number): number {
  let count = word - ((word >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
