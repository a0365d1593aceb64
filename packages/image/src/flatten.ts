/**
 * Lays transparent pixels over a background, since the model knows no alpha. Note that Pillow's
 * `convert("RGB")` *drops* alpha instead and shows whatever colour lay hidden under it.
 */

/** Red, green and blue, each an integer 0..255. */
export type Background = readonly [red: number, green: number, blue: number];

export const WHITE: Background = [255, 255, 255];

/**
 * Each sample is `round((sample * alpha + background * (255 - alpha)) / 255)`.
 *
 * @param rgba `[..., 4]`, alpha not premultiplied
 * @returns `[..., 3]`
 */
export function flatten(rgba: Uint8Array, [red, green, blue]: Background): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    const alpha = rgba[from + 3]!;
    rgb[to] = mix(rgba[from]!, red, alpha);
    rgb[to + 1] = mix(rgba[from + 1]!, green, alpha);
    rgb[to + 2] = mix(rgba[from + 2]!, blue, alpha);
  }
  return rgb;
}

function mix(sample: number, background: number, alpha: number): number {
  // 127 is half of 255, rounded down: an odd divisor has no ties.
  return alpha === 255 ? sample : ((sample * alpha + background * (255 - alpha) + 127) / 255) | 0;
}
