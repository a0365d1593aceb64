/** The one form in which pixels travel through the project: 8-bit RGB, row by row. */

/** Pixels of an upright, opaque image. Nothing in the package writes to an image it was given. */
export interface RgbImage {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** `[height, width, 3]`, each 0..255. */
  readonly rgb: Uint8Array;
}
