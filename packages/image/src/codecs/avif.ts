/// <reference lib="dom" />
/**
 * @jsquash/avif's avif_dec.wasm (libavif 1.0.1 and libaom 3.7.0, behind Emscripten's glue) behind a function from
 * bytes to RGB over a background. Colour profiles and the crop in `clap` are not applied. As with WebP, every
 * image gets a memory of its own.
 */
import { flatten, type Background } from "../flatten.ts";
import { CodecError, expectSize, type Codec } from "./codec.ts";
import { overridesFor, type Overrides } from "./emscripten.ts";
import { stillAvif } from "./mend-avif.ts";

/** What Emscripten's glue makes of the module. */
interface AvifModule {
  /** RGBA, or null for a failure. */
  decode(
    bytes: Uint8Array,
    bitDepth: 8,
  ): {
    readonly data: Uint8ClampedArray;
    readonly width: number;
    readonly height: number;
  } | null;
}

/** Adds what is exported to the overrides, at once when the instance is given at once. */
type Glue = (overrides: Overrides) => unknown;

export async function createAvifCodec(
  module: WebAssembly.Module,
  background: Background,
): Promise<Codec> {
  const { default: glue } = (await import("@jsquash/avif/codec/dec/avif_dec.js")) as unknown as {
    default: Glue;
  };
  return function decodeAvif(bytes, header) {
    const image = startModule(glue, module).decode(stillAvif(bytes), 8);
    if (image === null) throw new CodecError("the codec refused the data");
    const { width, height, data } = image;
    expectSize({ width, height }, header);
    const rgba = new Uint8Array(data.buffer, data.byteOffset, data.length);
    return { width, height, rgb: flatten(rgba, background) };
  };
}

function startModule(glue: Glue, module: WebAssembly.Module): AvifModule {
  const overrides = overridesFor(module);
  glue(overrides);
  return overrides as unknown as AvifModule;
}
