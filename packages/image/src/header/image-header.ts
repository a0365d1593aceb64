/** What can be known about an image without decoding it. */

/** The formats whose codecs come with this package, which are taken wherever nothing else is said. */
export const imageFormats = ["jpeg", "png", "gif", "webp", "avif"] as const;

/** With those that are taken where they are asked for: see `@inception-edge/image/heic`. */
export const decodableFormats = ["jpeg", "png", "gif", "webp", "avif", "heic"] as const;

/** One of `imageFormats`. */
export type OwnFormat = (typeof imageFormats)[number];

/** One of `decodableFormats`. */
export type ImageFormat = (typeof decodableFormats)[number];

/**
 * How the stored rows and columns lie in the upright image, as EXIF 2.32 §4.6.4 numbers it:
 * 1 as they are, 2 mirrored, 3 turned by 180°, 4 flipped, 5 transposed, 6 to be turned clockwise,
 * 7 transposed along the other diagonal, 8 to be turned counter-clockwise.
 */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** What a file says of its image before a pixel is decoded. */
export interface ImageHeader {
  readonly format: ImageFormat;
  /**
   * Pixels as stored, before `orientation` is applied. A GIF's or an animated WebP's are those of its canvas, a HEIC's
   * those of the upright image.
   */
  readonly width: number;
  readonly height: number;
  /** Samples a pixel: 1 grey, 2 grey and alpha, 3 colour (a palette too), 4 colour and alpha, or CMYK. */
  readonly channels: 1 | 2 | 3 | 4;
  /** Bits a sample, or bits of a palette's index. */
  readonly bitDepth: number;
  readonly orientation: Orientation;
  /** Sent in passes from coarse to fine: a progressive JPEG, an Adam7 PNG, an interlaced GIF. */
  readonly progressive: boolean;
  /** Scans of a JPEG, each of which costs a pass over the image; coded frames of an AVIF or HEIC; otherwise 1. */
  readonly scans: number;
  /** Whether the file reaches to the end of the image (of the first one, in an animation). */
  readonly complete: boolean;
}
