/** Inputs of networks, for tests. */

/** Samples of 0..255 in [0, 1], another image a seed. @param length numbers in all: 40 × 40 RGB by default */
export function randomInput(seed: number, length: number = 40 * 40 * 3): Float32Array {
  let state = seed + 1;
  return Float32Array.from({ length }, () => {
    state = (state * 48271) % 2147483647; // Lehmer's generator with Park and Miller's constants
    return (state % 256) / 255;
  });
}
