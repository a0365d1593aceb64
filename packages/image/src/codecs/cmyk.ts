/** Ink on white paper to light, without a profile: bit for bit what Pillow makes of a CMYK JPEG. */

/**
 * @param cmyk `[..., 4]`, each how much ink is *missing*: Adobe's convention, which Pillow and browsers take every
 *   CMYK JPEG to follow @returns `[..., 3]`
 */
export function cmykToRgb(cmyk: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((cmyk.length / 4) * 3);
  for (let from = 0, to = 0; from < cmyk.length; from += 4, to += 3) {
    const light = cmyk[from + 3]!;
    for (let ink = 0; ink < 3; ink += 1) {
      // `MULDIV255` of Pillow's src/libImaging/ImagingUtils.h
      const product = (255 - cmyk[from + ink]!) * light + 128;
      rgb[to + ink] = light - (((product >> 8) + product) >> 8);
    }
  }
  return rgb;
}
