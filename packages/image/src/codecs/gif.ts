/// <reference lib="dom" />
/**
 * @cwasm/nsgif's nsgif.wasm (libnsgif 0.2.1) behind a function from bytes to RGB over a background. Only the first
 * image is decoded, so that an animation costs no more than an image: the codec is handed a GIF of that image
 * alone, without the canvas, extensions and other images. Every image gets a memory of its own.
 */
import { concatBytes } from "../concat-bytes.ts";
import { flatten, type Background } from "../flatten.ts";
import { findGifFirstImage, type GifFirstImage } from "../header/gif-first-image.ts";
import { CodecError, copyIn, expectSize, refuseSystemCalls, viewOut, type Codec } from "./codec.ts";
import { drawOnCanvas } from "./draw-on-canvas.ts";

interface GifExports {
  readonly memory: WebAssembly.Memory;
  malloc(byteLength: number): number;
  /** Writes the address of the RGBA pixels and two int32. Returns 0, or another number for a failure. */
  decode_gif(
    ...args: [pixels: number, width: number, height: number, address: number, byteLength: number]
  ): number;
}

const PALETTE_COLOURS = 256;

export function createGifCodec(module: WebAssembly.Module, background: Background): Codec {
  const imports = { wasi_snapshot_preview1: refuseSystemCalls };
  return function decodeGif(bytes) {
    const image = findGifFirstImage(bytes);
    const palette = wholePalette(image.palette);
    const file = gifOf(image, palette);

    const { memory, malloc, decode_gif } = new WebAssembly.Instance(module, imports)
      .exports as unknown as GifExports;
    const address = malloc(file.length);
    copyIn(memory, address, [file]);
    const results = malloc(12);
    const status = decode_gif(results, results + 4, results + 8, address, file.length);
    if (status !== 0) throw new CodecError(`the codec refused the data with ${status}`);
    const [pixels, width, height] = new Uint32Array(memory.buffer, results, 3) as unknown as Three;
    expectSize({ width, height }, image);
    const rgb = flatten(viewOut(memory, pixels, width * height * 4), background);
    // What the image does not cover is transparent, as in browsers. Where nothing of it can be, Pillow shows the
    // first colour instead, which is the background that nearly every GIF names.
    const surroundings = image.transparent === undefined ? palette : background;
    return drawOnCanvas(image, { width, height, rgb }, surroundings);
  };
}

type Three = [number, number, number];

/** As many colours as an index can name: those that a file leaves out are black, and all of them are greys. */
function wholePalette(palette: Uint8Array): Uint8Array {
  const whole = new Uint8Array(PALETTE_COLOURS * 3);
  if (palette.length > 0) whole.set(palette);
  else whole.forEach((_, at) => (whole[at] = Math.floor(at / 3)));
  return whole;
}

/** GIF89a, §17 to §22 and §27. */
function gifOf(
  { width, height, interlaced, transparent, data }: GifFirstImage,
  palette: Uint8Array,
): Uint8Array {
  const size = [width & 255, width >> 8, height & 255, height >> 8];
  const control = transparent === undefined ? [] : [0x21, 0xf9, 4, 1, 0, 0, transparent, 0];
  return concatBytes([
    "GIF89a",
    [...size, 0xf7, 0, 0], // a table of 256 colours
    palette,
    control,
    [0x2c, 0, 0, 0, 0, ...size, interlaced ? 0x40 : 0],
    data,
    [0x3b],
  ]);
}
