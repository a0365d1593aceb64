/// <reference lib="dom" />
/**
 * libheif-js's libheif.wasm (libheif 1.23.2 and libde265 1.0.15, behind Emscripten's glue) behind a function from bytes to
 * RGB over a background. It crops and turns as the file says; color profiles and gain maps are not applied. As with AVIF,
 * every image gets a memory of its own.
 */
import { flatten, type Background } from "../flatten.ts";
import { ImageError } from "../image-error.ts";
import { CodecError, expectSize, type Codec } from "./codec.ts";
import { overridesFor, type Overrides } from "./emscripten.ts";

/** What Emscripten's glue makes of the module; handles are objects of its own, and an error is an object too. */
interface LibHeif {
  heif_context_alloc(): object;
  heif_context_read_from_memory(context: object, file: Uint8Array): HeifError;
  heif_js_context_get_primary_image_handle(context: object): object;
  /** Its planes lie in the module's memory. */
  heif_js_decode_image2(image: object, colorspace: unknown, chroma: unknown): Decoded | HeifError;
  readonly heif_colorspace: { readonly heif_colorspace_RGB: unknown };
  readonly heif_chroma: Readonly<
    Record<"heif_chroma_interleaved_RGB" | "heif_chroma_interleaved_RGBA", unknown>
  >;
  readonly heif_error_code: Readonly<
    Record<"heif_error_Ok" | "heif_error_Unsupported_feature", unknown>
  >;
}

interface HeifError {
  readonly code: unknown;
  readonly message: string;
}

interface Decoded {
  readonly channels: readonly {
    readonly width: number;
    readonly height: number;
    /** Bytes of a row. */
    readonly stride: number;
    readonly data: Uint8Array;
  }[];
}

type Glue = (overrides: Overrides) => LibHeif;

const MIB = 1024 * 1024;
/** Bytes that the module may grow to: photographs take 2 to 13 bytes a pixel beside their file. */
const BASE_BYTES = 64 * MIB;
const BYTES_PER_PIXEL = 32;
const COPIES_OF_FILE = 4;

export async function createHeicCodec(
  module: WebAssembly.Module,
  background: Background,
): Promise<Codec> {
  const { default: glue } = (await import("libheif-js/libheif-wasm/libheif.js")) as unknown as {
    default: Glue;
  };
  return function decodeHeic(bytes, header) {
    const hasAlpha = header.channels % 2 === 0;
    const maxMemory =
      BASE_BYTES + BYTES_PER_PIXEL * header.width * header.height + COPIES_OF_FILE * bytes.length;
    const heif = startModule(glue, module, maxMemory);
    const decoded = decode(heif, bytes, hasAlpha);
    const [plane] = decoded.channels;
    if (plane === undefined) throw new CodecError("the codec gave no pixels");
    const { width, height } = plane;
    expectSize({ width, height }, header);
    const pixels = withoutPadding(plane, width * (hasAlpha ? 4 : 3));
    return { width, height, rgb: hasAlpha ? flatten(pixels, background) : pixels };
  };
}

function decode(heif: LibHeif, bytes: Uint8Array, hasAlpha: boolean): Decoded {
  const { heif_error_Ok, heif_error_Unsupported_feature } = heif.heif_error_code;
  const { heif_chroma_interleaved_RGB, heif_chroma_interleaved_RGBA } = heif.heif_chroma;
  try {
    const context = heif.heif_context_alloc();
    expectOk(heif.heif_context_read_from_memory(context, bytes));
    const image = heif.heif_js_context_get_primary_image_handle(context);
    expectOk(image);
    const decoded = heif.heif_js_decode_image2(
      image,
      heif.heif_colorspace.heif_colorspace_RGB,
      hasAlpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB,
    );
    expectOk(decoded);
    return decoded as Decoded;
  } catch (cause) {
    if (cause instanceof ImageError || cause instanceof CodecError) throw cause;
    // An address, which is an exception of C++, or the glue's error over an answer that makes no sense.
    throw new CodecError(`the codec failed: ${String(cause)}`);
  }

  function expectOk(answer: object): void {
    const { code, message } = answer as Partial<HeifError>;
    if (code === undefined || code === heif_error_Ok) return;
    if (code !== heif_error_Unsupported_feature) throw new CodecError(String(message));
    throw new ImageError(
      "unsupported",
      `Cannot decode heic: ${message}; save it anew as JPEG or PNG`,
    );
  }
}

/** What damaged data ask for beyond `maxMemory` the codec does not get, and reports. */
function startModule(glue: Glue, module: WebAssembly.Module, maxMemory: number): LibHeif {
  return glue(
    overridesFor(module, ({ exports }) => {
      for (const memory of Object.values(exports)) {
        if (memory instanceof WebAssembly.Memory) limitGrowth(memory, maxMemory);
      }
    }),
  );
}

const PAGE_BYTES = 65_536;

/** The glue grows the memory by this method. */
function limitGrowth(memory: WebAssembly.Memory, maxBytes: number): void {
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    const wanted = memory.buffer.byteLength + pages * PAGE_BYTES;
    if (wanted > maxBytes) throw new RangeError(`Cannot grow a codec to ${wanted} bytes`);
    return grow(pages);
  };
}

function withoutPadding(
  { data, stride, height }: Decoded["channels"][number],
  rowBytes: number,
): Uint8Array {
  const pixels = new Uint8Array(rowBytes * height);
  for (let row = 0; row < height; row += 1) {
    const start = row * stride;
    pixels.set(data.subarray(start, start + rowBytes), row * rowBytes);
  }
  return pixels;
}
