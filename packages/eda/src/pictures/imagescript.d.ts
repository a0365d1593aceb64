/** The parts of imagescript that compose pictures: plain JavaScript and WebAssembly, without its native addon. */

declare module "imagescript/v2/framebuffer.mjs" {
  export default class Framebuffer {
    /** RGBA, black and transparent unless `rgba` is given, which is then used and not copied. */
    constructor(width: number, height: number, rgba?: Uint8Array);
    readonly width: number;
    readonly height: number;
    readonly u8: Uint8Array;
    /** 0xrrggbbaa */
    fill(colour: number): this;
    /** Blends by alpha. */
    overlay(frame: Framebuffer, x: number, y: number): this;
    /** Copies. */
    replace(frame: Framebuffer, x: number, y: number): this;
    encode(format: "png", options?: { readonly compression?: "fast" | "default" }): Uint8Array;
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
