/**
 * Seeded random numbers, the same on every platform: integer arithmetic and exact doubles only.
 *
 * For shuffles, splits and drawings; of no use for secrets.
 */

/** The next number in `[0, 1)`, a multiple of 2⁻³². */
export type Random = () => number;

/**
 * A generator whose numbers depend on the low 32 bits of the seed alone, and of the stream: one seed has
 * many streams, a class's or an image's, that share no number's history.
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
 * uint32 numbers from four words of state, not all zero.
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
  for (let last = length - 1; last > 0; last--) {
    const pick = Math.floor(random() * (last + 1));
    const held = order[last]!;
    order[last] = order[pick]!;
    order[pick] = held;
  }
  return order;
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
