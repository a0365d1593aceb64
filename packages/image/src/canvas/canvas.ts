/** A surface of RGBA pixels on which images are laid side by side. */
import Framebuffer from "imagescript/v2/framebuffer.mjs";

/** Pixels to lay images and text on, and to read again as RGBA. */
export class Canvas {
  readonly #frame: Framebuffer;

  /** @param rgba `[height, width, 4]`, used and not copied; without it black and transparent */
  constructor(width: number, height: number, rgba?: Uint8Array) {
    this.#frame = new Framebuffer(width, height, rgba);
  }

  /** @param rgb `[height, width, 3]` of an image of that width, which is copied and becomes opaque */
  static fromRgb(rgb: Uint8Array, width: number): Canvas {
    const rgba = new Uint8Array((rgb.length / 3) * 4);
    for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
      rgba[to] = rgb[from]!;
      rgba[to + 1] = rgb[from + 1]!;
      rgba[to + 2] = rgb[from + 2]!;
      rgba[to + 3] = 255;
    }
    return new Canvas(width, rgb.length / 3 / width, rgba);
  }

  get width(): number {
    return this.#frame.width;
  }

  /** `[height, width, 4]`, the canvas's own. */
  get rgba(): Uint8Array {
    return this.#frame.u8;
  }

  /** @param color 0xrrggbbaa */
  fill(color: number): this {
    this.#frame.fill(color);
    return this;
  }

  /** Lays another one over it at (x, y), blended by its alpha. */
  overlay(other: Canvas, x: number, y: number): this {
    this.#frame.overlay(other.#frame, x, y);
    return this;
  }

  /** Copies another one to (x, y). */
  replace(other: Canvas, x: number, y: number): this {
    this.#frame.replace(other.#frame, x, y);
    return this;
  }
}
