/**
 * The parts of imagescript that draw and encode: plain JavaScript and WebAssembly. Its public entry would load a native
 * addon: see codecs/load-codec-module.ts.
 */

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

declare module "imagescript/v2/framebuffer.mjs" {
  export default class Framebuffer {
    /** RGBA, black and transparent unless `rgba` is given, which is then used and not copied. */
    constructor(width: number, height: number, rgba?: Uint8Array);
    readonly width: number;
    readonly height: number;
    readonly u8: Uint8Array;
    /** 0xrrggbbaa */
    fill(color: number): this;
    /** Blends by alpha. */
    overlay(frame: Framebuffer, x: number, y: number): this;
    /** Copies. */
    replace(frame: Framebuffer, x: number, y: number): this;
  }
}

declare module "imagescript/wasm/node/font.js" {
  interface Font {
    readonly scale: number;
  }
  interface Layout {
    reset(options: object): void;
    append(font: Font, text: string, options: { readonly scale: number }): void;
    rasterize(
      red: number,
      green: number,
      blue: number,
    ): { readonly width: number; readonly height: number; readonly buffer: Uint8Array };
  }
  const font: {
    init(): Promise<{
      readonly Font: new (scale: number, file: Uint8Array) => Font;
      readonly Layout: new () => Layout;
    }>;
  };
  export default font;
}
