/** Text as an image. Node and Deno only. */
import fonts from "imagescript/wasm/node/font.js";
import { Canvas } from "./canvas.ts";

/** How text looks. */
export interface TextStyle {
  /** A TrueType file. */
  readonly font: Uint8Array;
  /** Pixels. */
  readonly size: number;
  /** Red, green and blue of 0..255. */
  readonly color: readonly [number, number, number];
}

/** Draws a line of text, cut short with an ellipsis where it is wider than that many pixels. */
export type WriteText = (text: string, width: number) => Canvas;

/** Loads a font to write in; text comes as a canvas of its own, with transparent ground. */
export async function loadTextWriter({ font, size, color }: TextStyle): Promise<WriteText> {
  const { Font, Layout } = await fonts.init();
  const loaded = new Font(size, font);
  const layout = new Layout();
  function draw(text: string): Canvas {
    layout.reset({ wrap_hard_breaks: false });
    layout.append(loaded, text, { scale: size });
    const { width, height, buffer } = layout.rasterize(...color);
    return new Canvas(width, height, buffer);
  }
  return function write(text, width) {
    let drawn = draw(text);
    for (let length = text.length - 1; drawn.width > width && length > 0; length -= 1) {
      drawn = draw(`${text.slice(0, length).trimEnd()}…`);
    }
    return drawn;
  };
}
