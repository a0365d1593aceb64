/**
 * Seeded random numbers that are the same on every platform, from integer arithmetic and exact doubles only.
 *
 * For shuffles, splits and drawings; not for cryptography.
 */

/** Returns the next number in `[0, 1)`, a multiple of 2⁻³². */
export type Random = () => number;

/**
 * A generator that depends on the low 32 bits of the seed and of the stream alone. Each stream of a seed, such as one
 * per class or per image, is independent of the others.
 */
export function seededRandom(seed: number, stream = 0): Random {
  // SplitMix (Steele, Lea & Flood 2014) with MurmurHash3's 32-bit finalizer spreads one seed over
  // the state, as the authors of xoshiro advise; equal or zero words would start it badly.
  let state = seed ^ Math.imul(stream, 0xc2b2ae3d);
  function splitmix(): number {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  }
  const next = xoshiro128(splitmix(), splitmix(), splitmix(), splitmix());
  return () => next() / 2 ** 32;
}

/**
 * xoshiro128** 1.1 (Blackman & Vigna 2018, https://prng.di.unimi.it/xoshiro128starstar.c):
 * uint32 numbers from four words of state, which must not all be zero.
 */
export function xoshiro128(s0: number, s1: number, s2: number, s3: number): () => number {
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = rotateLeft(s3, 11);
    return result;
  };
}

/** The numbers 0 … length − 1 in random order: Fisher & Yates's shuffle (Knuth, TAOCP 2, 3.4.2 P). */
export function shuffled(length: number, random: Random): Int32Array {
  const order = Int32Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last -= 1) {
    const pick = Math.floor(random() * (last + 1));
    const held = order[last]!;
    order[last] = order[pick]!;
    order[pick] = held;
  }
  return order;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
