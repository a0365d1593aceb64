/** The one form in which pixels travel through the project: 8-bit RGB, row by row. */

/** Pixels of an upright, opaque image. Nothing in the package writes to an image it was given. */
export interface RgbImage {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** `[height, width, 3]`, each 0..255. */
  readonly rgb: Uint8Array;
  /**
   * What the image fills, where it ends inside a pixel: a JPEG of 449 px decoded at half its size has 225
   * columns, of which it fills 224.5. Absent when that is the whole image. `resizeBilinear` goes by it.
   */
  readonly box?: Box;
}

/** A part of an image, in pixels and parts of them. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
