/** imagescript's PNG encoder; its public entry would load a native addon: see packages/image/src/codecs. */
declare module "imagescript/png/src/png.mjs" {
  /** @param level of deflate, 0 to 9 */
  export function encode(
    pixels: Uint8Array,
    options: {
      readonly width: number;
      readonly height: number;
      readonly channels: 1 | 2 | 3 | 4;
      readonly level: number;
    },
  ): Uint8Array;
}
