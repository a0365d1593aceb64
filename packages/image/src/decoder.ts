/**
 * Bytes of an untrusted image to upright RGB pixels, within limits: the one code path of training, reports
 * and serving on Node, Deno and in browsers. The order is the defence: size of the file, header, limits,
 * and only then the codec. Decoding is synchronous and keeps its thread busy; it knows no files and no names.
 */
import type { Codec } from "./codecs/codec.ts";
import type { ExtraCodec } from "./codecs/extra-codec.ts";
import type { ReadCodec } from "./codecs/read-codec.ts";
import { WHITE, type Background } from "./flatten.ts";
import {
  imageFormats,
  type ImageFormat,
  type ImageHeader,
  type OwnFormat,
} from "./header/image-header.ts";
import { imageFormatOf } from "./header/read-header.ts";
import { inspectImage } from "./inspect-image.ts";
import { withDefaultLimits, type ImageLimits } from "./limits.ts";
import { orient } from "./orient.ts";
import type { RgbImage } from "./rgb-image.ts";

/** An upright, opaque image and the header of the file it came from. */
export interface DecodedImage extends RgbImage {
  readonly header: ImageHeader;
}

/** Decodes untrusted images on the thread that calls it; `loadDecoder` makes one. */
export interface Decoder {
  /**
   * Loads the codec that these bytes need, where it is not loaded yet: those of WebP, AVIF and HEIC are when the first
   * such image comes. Bytes of no image need none.
   *
   * @throws {Error} the codec is missing, is not the pinned one or does not give the expected pixels
   */
  load(bytes: Uint8Array): Promise<void>;
  /**
   * A JPEG whose shorter side has 512 px or more comes back at 1/2, 1/4 or 1/8 of its size, with at least 256 px
   * left, and with a `box` where that leaves a part of a pixel; everything else at its own.
   *
   * @throws {ImageError} whatever is wrong with the bytes; the decoder stays usable
   * @throws {Error} a WebP, an AVIF or a HEIC for which `load` was not awaited
   */
  decode(bytes: Uint8Array): DecodedImage;
}

/** What a decoder takes, and what it loads. */
export interface DecoderOptions {
  /** Replaces some of `DEFAULT_LIMITS`; by default the formats are those that there is a codec of. */
  readonly limits?: Partial<ImageLimits>;
  /** What shows through transparent pixels. White by default. */
  readonly background?: Background;
  /** Formats whose codecs are loaded at once; JPEG, PNG and GIF by default. The others are larger and rare. */
  readonly formats?: readonly OwnFormat[];
  /** Codecs of further formats: `heic` of `@inception-edge/image/heic`. */
  readonly extra?: readonly ExtraCodec[];
  /** Gives the file of a format's codec, where the platform cannot find it by itself (bundlers). */
  readonly readCodec?: ReadCodec;
}

const USUAL_FORMATS: readonly OwnFormat[] = ["jpeg", "png", "gif"];

/**
 * Loads and checks the codecs of the usual formats and decodes a small image with each. Needs no permission on Deno.
 *
 * @throws {Error} a codec is missing, is not the pinned one or does not give the expected pixels
 */
export async function loadDecoder(options: DecoderOptions = {}): Promise<Decoder> {
  const { background = WHITE, formats = USUAL_FORMATS, extra = [], readCodec } = options;
  const limits = withDefaultLimits({
    formats: [...imageFormats, ...extra.map(({ format }) => format)],
    ...options.limits,
  });
  checkBackground(background);
  // A thread that only inspects images imports no codec.
  const { loadOwnCodec } = await import("./codecs/load-codec.ts");
  const codecs = new Map<ImageFormat, Codec>();
  const loading = new Map<ImageFormat, Promise<void>>();
  for (const format of formats) await loadOnce(format);
  return {
    async load(bytes) {
      const format = imageFormatOf(bytes);
      if (format === undefined || codecs.has(format) || !limits.formats.includes(format)) return;
      await loadOnce(format);
    },
    decode(bytes) {
      const header = inspectImage(bytes, limits);
      const codec = codecs.get(header.format);
      if (codec === undefined) {
        throw new Error(
          `Cannot decode ${header.format} yet: await load(bytes) before decode(bytes)`,
        );
      }
      return { ...orient(codec(bytes, header), header.orientation), header };
    },
  };

  /** What failed is tried again the next time. */
  async function loadOnce(format: ImageFormat): Promise<void> {
    const started = loading.get(format) ?? start(format);
    loading.set(format, started);
    await started.finally(() => loading.delete(format));
  }

  async function start(format: ImageFormat): Promise<void> {
    codecs.set(format, await loadCodec(format));
  }

  function loadCodec(format: ImageFormat): Promise<Codec> {
    if (format !== "heic") return loadOwnCodec(format, { background, readCodec });
    const codec = extra.find((known) => known.format === format);
    if (codec === undefined) throw new Error("Cannot load the codec of HEIC: pass it as `extra`");
    return codec.load({ background, readCodec });
  }
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
