/** How dark and how light an image is nearly everywhere, and how much lies between: what tells a bad exposure. */

export interface Tones {
  /** What 99 % of the pixels do not pass in any channel, 0..255: low if even the lightest parts are dark. */
  readonly highest: number;
  /** What 95 % of the pixels reach in every channel, 0..255: high if even the darkest parts are white. */
  readonly lowest: number;
  /** From the 1st to the 99th percentile of luma, 0..255: low if nothing stands out. */
  readonly range: number;
}

/**
 * Dark and light go by the strongest and the weakest channel and not by luma, which takes deep blue water for night.
 *
 * @param rgb `[pixels, 3]`
 * @param luma of the same pixels, `[pixels]`
 */
export function tonesOf(rgb: Uint8Array, luma: Uint8Array): Tones {
  const strongest = new Uint32Array(256);
  const weakest = new Uint32Array(256);
  const tones = new Uint32Array(256);
  for (let pixel = 0, from = 0; pixel < luma.length; pixel += 1, from += 3) {
    const r = rgb[from]!;
    const g = rgb[from + 1]!;
    const b = rgb[from + 2]!;
    strongest[r > g ? (r > b ? r : b) : g > b ? g : b]! += 1;
    weakest[r < g ? (r < b ? r : b) : g < b ? g : b]! += 1;
    tones[luma[pixel]!]! += 1;
  }
  return {
    highest: percentile(strongest, 0.99),
    lowest: percentile(weakest, 0.05),
    range: percentile(tones, 0.99) - percentile(tones, 0.01),
  };
}

/** By nearest rank: the least value that such a share of what was counted does not pass. */
function percentile(counts: Uint32Array, share: number): number {
  const rank = Math.max(1, Math.ceil(share * counts.reduce((sum, count) => sum + count, 0)));
  let value = 0;
  for (let seen = counts[0]!; seen < rank; seen += counts[value]!) value += 1;
  return value;
}
