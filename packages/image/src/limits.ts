/**
 * What an image may cost, decided from its header before anything is decoded. A busy decoder cannot be
 * stopped from outside (Deno cannot terminate a worker inside a loop), so these bounds are the only ones.
 */
import { imageFormats, type ImageFormat, type ImageHeader } from "./header/image-header.ts";
import { ImageError } from "./image-error.ts";

/** Which images are taken, and how large. Headers are held to it before anything is decoded. */
export interface ImageLimits {
  /** Formats: HEIC is one only where its codec is given, see `DecoderOptions`. */
  readonly formats: readonly ImageFormat[];
  /** Bytes of the encoded file. */
  readonly maxBytes: number;
  /** Pixels of either side. */
  readonly maxSide: number;
  /** Pixels of the whole image, except for a baseline JPEG of one scan. */
  readonly maxPixels: number;
  /** Pixels of a baseline JPEG of one scan, which is scaled down while it is decoded and costs far less. */
  readonly maxBaselinePixels: number;
  /** Scans of a JPEG. Encoders write about ten of a progressive one; each costs a pass over the image. */
  readonly maxScans: number;
}

/** HEIC's share of `maxPixels`: a pixel costs half of what one of a PNG does, and newer iPhones take 24 megapixels. */
const HEIC_SHARE = 1.6;

/** Pixels of formats that can do with fewer, or whose codecs cannot do with more. */
const MAX_PIXELS: Readonly<Partial<Record<ImageFormat, number>>> = {
  gif: 12_582_912, // libnsgif's 48 MiB
  avif: 12_500_000, // three times the time of a WebP, and twice the memory
};

/** Coded frames of an image in an AVIF or HEIC: each costs as much as the image. A progressive one has at most four. */
const MAX_CODED_FRAMES = 4;

/**
 * Room for the 50 megapixels of phones (8160x6144, 8192x6144). Within them, on one core of an AMD EPYC (processor
 * time; memory of the whole process): a baseline JPEG of 50 megapixels takes 0.12 s and 0.13 GB, a progressive one
 * of 16 megapixels and 10 scans 0.25 s and 0.15 GB, a PNG of 16 megapixels 0.5 s and 0.4 GB, with 16 bits a sample
 * 0.8 s and 0.6 GB, a GIF of 12 megapixels 0.3 s and 0.3 GB, a WebP of 16 megapixels 0.8 s and 0.4 GB, an AVIF of
 * 12 megapixels 1.8 s and 0.6 GB (5 s where it is noise), a HEIC of 24 megapixels 0.9 s and 0.4 GB (1 s for
 * 12 with 10 bits).
 */
export const DEFAULT_LIMITS: ImageLimits = {
  formats: imageFormats,
  maxBytes: 24 * 1024 * 1024, // 24 MiB
  maxSide: 65_535, // A JPEG's own; panoramas are long.
  maxPixels: 16_000_000,
  maxBaselinePixels: 51_000_000,
  maxScans: 32,
};

/** The defaults with some of them replaced; a limit that would limit nothing is refused. */
export function withDefaultLimits(limits: Partial<ImageLimits> = {}): ImageLimits {
  for (const [name, value] of Object.entries(limits)) {
    // NaN would let everything through: no comparison with it is true.
    if (typeof value === "number" && !(value > 0))
      throw new RangeError(`Cannot limit ${name} to ${value}: expected more than 0`);
  }
  return { ...DEFAULT_LIMITS, ...limits };
}

/** @throws {ImageError} `too_large` */
export function checkBytes(byteLength: number, { maxBytes }: ImageLimits): void {
  if (byteLength > maxBytes) {
    throw new ImageError(
      "too_large",
      `Cannot decode ${byteLength} bytes: at most ${maxBytes} are allowed`,
    );
  }
}

/** @throws {ImageError} `too_many_pixels`, `unsupported` (too many scans or frames) or `truncated` */
export function checkHeader(header: ImageHeader, limits: ImageLimits): void {
  const { format, width, height, scans } = header;
  const isOnePass = format === "jpeg" && !header.progressive && scans === 1;
  const maxPixels = isOnePass
    ? limits.maxBaselinePixels
    : Math.min(
        limits.maxPixels * (format === "heic" ? HEIC_SHARE : 1),
        MAX_PIXELS[format] ?? Infinity,
      );
  if (Math.max(width, height) > limits.maxSide || width * height > maxPixels) {
    throw new ImageError(
      "too_many_pixels",
      `Cannot decode ${width}x${height} px: at most ${maxPixels} px and ${limits.maxSide} px per side are allowed; scale it down first`,
    );
  }
  const [allowed, unit] =
    format === "avif" || format === "heic"
      ? [MAX_CODED_FRAMES, "frames"]
      : [limits.maxScans, "scans"];
  if (scans > allowed) {
    throw new ImageError(
      "unsupported",
      `Cannot decode ${format} with ${scans} ${unit}: at most ${allowed} are allowed; save it anew`,
    );
  }
  // How much of a JPEG there is, only its codec can tell.
  const isWhole = header.complete || (format === "jpeg" && scans > 0);
  if (!isWhole) {
    throw new ImageError(
      "truncated",
      `Cannot decode ${format}: the file ends before the image does; send all of it`,
    );
  }
}
