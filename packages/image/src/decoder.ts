/**
 * Bytes of an untrusted image to upright RGB pixels, within limits: the one code path of training, reports
 * and serving on Node, Deno and in browsers. The order is the defence: size of the file, header, limits,
 * and only then the codec. Decoding is synchronous and keeps its thread busy; it knows no files and no names.
 */
import type { CodecFiles } from "./codecs/codec-modules.ts";
import { loadCodecModules } from "./codecs/codec-modules.ts";
import { createCodecs } from "./codecs/create-codecs.ts";
import type { Codec } from "./codecs/codec.ts";
import type { Background } from "./flatten.ts";
import { WHITE } from "./flatten.ts";
import type { ImageHeader } from "./header/image-header.ts";
import { inspectImage } from "./inspect-image.ts";
import type { ImageLimits } from "./limits.ts";
import { DEFAULT_LIMITS, withDefaultLimits } from "./limits.ts";
import { orient } from "./orient.ts";
import type { RgbImage } from "./rgb-image.ts";
import { selfTest } from "./self-test.ts";

/** An upright, opaque image and the header of the file it came from. */
export interface DecodedImage extends RgbImage {
  readonly header: ImageHeader;
}

export interface Decoder {
  /**
   * A JPEG whose shorter side has 448 px or more comes back at 1/2, 1/4 or 1/8 of its size, with at least
   * 224 px left; everything else at its own.
   *
   * @throws {ImageError} whatever is wrong with the bytes; the decoder stays usable
   */
  decode(bytes: Uint8Array): DecodedImage;
}

export interface DecoderOptions {
  /** Replaces some of `DEFAULT_LIMITS`. */
  readonly limits?: Partial<ImageLimits>;
  /** What shows through transparent pixels. White by default. */
  readonly background?: Background;
  /** The codecs, where the platform cannot find `imagescript/wasm/any/*.wasm` by itself (bundlers). */
  readonly codecs?: CodecFiles;
}

/**
 * Loads and checks the codecs and decodes three small images with them. Needs no permission on Deno.
 *
 * @throws {Error} a codec is missing, is not the pinned one or does not give the expected pixels
 */
export async function loadDecoder(options: DecoderOptions = {}): Promise<Decoder> {
  const { background = WHITE } = options;
  const limits = withDefaultLimits(options.limits);
  checkBackground(background);
  const modules = await loadCodecModules(options.codecs);
  await selfTest(createDecoder(createCodecs(modules, WHITE), DEFAULT_LIMITS).decode);
  return createDecoder(createCodecs(modules, background), limits);
}

function createDecoder(codec: Codec, limits: ImageLimits): Decoder {
  return {
    decode(bytes) {
      const header = inspectImage(bytes, limits);
      const { width, height, rgb } = orient(codec(bytes, header), header.orientation);
      return { width, height, rgb, header };
    },
  };
}

function checkBackground(background: Background): void {
  if (
    background.length !== 3 ||
    !background.every((value) => Number.isInteger(value) && value >= 0 && value <= 255)
  ) {
    throw new RangeError(
      `Cannot use the background [${background.join(", ")}]: expected three integers 0..255`,
    );
  }
}
