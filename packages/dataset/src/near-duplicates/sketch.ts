/**
 * Sketches: what is kept of an image to tell whether another is its near-duplicate, a kilobyte each.
 *
 * A sketch is a soft reduction to 32×32, so a slight shift of the camera moves it by a pixel or less. Of the luma only
 * detail is kept: a smooth change of light, such as the shadow on a white table, would make all images on that table
 * alike, and a change of exposure would make one image two.
 */
import { differenceHash, HASH_WORDS } from "./difference-hash.ts";

/** Pixels per side of a sketch. */
export const SKETCH_SIDE = 32;

/** Pixels of a sketch. */
export const SKETCH_PIXELS = 1024; // 32²

/** Cells per side of the coarse colors. */
const COLOR_SIDE = 4;

/** Numbers of the coarse colors of an image. */
export const COLOR_NUMBERS = 32; // 4² cells, red and blue

/** The light around a pixel is the mean over 13×13 pixels. */
const LIGHT_RADIUS = 6;

/** An image whose detail has a lower standard deviation, of 255, is flat: what is left may be noise. */
const LEAST_DETAIL = 1;

/** Below this luma, of 255, colors are noise. */
const DARK = 16;

/** What detail of one standard deviation is stored as. */
const DETAIL_UNIT = 32;

/** The typed array and the number of values per image of each column. */
export const SKETCH_COLUMNS: {
  /** The difference hash. */
  readonly hashes: readonly [Uint32ArrayConstructor, number];
  /** `[32, 32]`: luma without the light around each pixel, 32 a standard deviation; all 0 if the image is flat. */
  readonly details: readonly [Int8ArrayConstructor, number];
  /** `[4, 4, 2]`: red and blue less luma, in percent of luma, which no exposure changes. */
  readonly colors: readonly [Int8ArrayConstructor, number];
} = {
  hashes: [Uint32Array, HASH_WORDS],
  details: [Int8Array, SKETCH_PIXELS],
  colors: [Int8Array, COLOR_NUMBERS],
};

/** The sketches of a list of images, a column for each of {@link SKETCH_COLUMNS}. */
export interface Sketches {
  readonly hashes: Uint32Array;
  readonly details: Int8Array;
  readonly colors: Int8Array;
}

/** Room for the sketches of so many images. */
export function createSketches(images: number): Sketches {
  const { hashes, details, colors } = SKETCH_COLUMNS;
  return {
    hashes: new Uint32Array(images * hashes[1]),
    details: new Int8Array(images * details[1]),
    colors: new Int8Array(images * colors[1]),
  };
}

/** Copies all of `source` into `target`, from the image with the index `first` on. */
export function copySketches(target: Sketches, source: Sketches, first: number): void {
  target.hashes.set(source.hashes, first * HASH_WORDS);
  target.details.set(source.details, first * SKETCH_PIXELS);
  target.colors.set(source.colors, first * COLOR_NUMBERS);
}

/** Where an image is worked on: made once, since a new array for each image would cost as much as its sums. */
const scratch = {
  /** Where each pixel of a sketch begins in the image, in pixels of it. */
  edges: new Int32Array(SKETCH_SIDE + 1),
  luma: new Uint8Array(SKETCH_PIXELS),
  /** Sums of luma, red and blue, `[4, 4, 3]`. */
  cells: new Float64Array(COLOR_SIDE ** 2 * 3),
  /** The sum of all luma above and left of each corner (Crow 1984). */
  sums: new Int32Array((SKETCH_SIDE + 1) ** 2),
  soft: new Float32Array(SKETCH_PIXELS),
  light: new Float32Array(SKETCH_PIXELS),
};

/**
 * Sketches an image at an index.
 *
 * @param rgb a square, `[size, size, 3]`
 */
export function sketchImage(sketches: Sketches, index: number, rgb: Uint8Array): void {
  reduce(rgb);
  sumAreas();
  // Without it, half a pixel of shift would change fine textures beyond recognition.
  boxMeans(scratch.soft, 1);
  boxMeans(scratch.light, LIGHT_RADIUS);
  sketches.hashes.set(differenceHash(scratch.soft), index * HASH_WORDS);
  writeDetail(sketches.details, index * SKETCH_PIXELS);
  writeColors(sketches.colors, index * COLOR_NUMBERS);
}

/** Reduces an image by the mean of blocks. */
function reduce(rgb: Uint8Array): void {
  const { edges, luma, cells } = scratch;
  const size = Math.sqrt(rgb.length / 3);
  for (let edge = 0; edge <= SKETCH_SIDE; edge += 1) {
    edges[edge] = Math.floor((edge * size) / SKETCH_SIDE);
  }
  cells.fill(0);
  for (let row = 0; row < SKETCH_SIDE; row += 1) {
    const top = edges[row]!;
    const bottom = Math.max(edges[row + 1]!, top + 1);
    for (let column = 0; column < SKETCH_SIDE; column += 1) {
      const left = edges[column]!;
      const right = Math.max(edges[column + 1]!, left + 1);
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let y = top; y < bottom; y += 1) {
        const end = (y * size + right) * 3;
        for (let sample = (y * size + left) * 3; sample < end; sample += 3) {
          // `| 0` keeps the sums in integer registers.
          red = (red + rgb[sample]!) | 0;
          green = (green + rgb[sample + 1]!) | 0;
          blue = (blue + rgb[sample + 2]!) | 0;
        }
      }
      const pixels = (bottom - top) * (right - left);
      // Rec. 601: 0.299, 0.587 and 0.114 of 256.
      const mean = (77 * red + 150 * green + 29 * blue) / (256 * pixels);
      luma[row * SKETCH_SIDE + column] = (mean + 0.5) | 0;
      const cell = ((row >> 3) * COLOR_SIDE + (column >> 3)) * 3;
      cells[cell]! += mean;
      cells[cell + 1]! += red / pixels;
      cells[cell + 2]! += blue / pixels;
    }
  }
}

function sumAreas(): void {
  const { luma, sums } = scratch;
  for (let y = 0; y < SKETCH_SIDE; y += 1) {
    let row = 0;
    for (let x = 0; x < SKETCH_SIDE; x += 1) {
      row = (row + luma[y * SKETCH_SIDE + x]!) | 0;
      const corner = (y + 1) * (SKETCH_SIDE + 1) + x + 1;
      sums[corner] = sums[corner - SKETCH_SIDE - 1]! + row;
    }
  }
}

/** The mean of the box around each pixel, as much of it as lies inside. */
function boxMeans(means: Float32Array, radius: number): void {
  const { sums } = scratch;
  for (let y = 0; y < SKETCH_SIDE; y += 1) {
    const top = Math.max(0, y - radius);
    const bottom = Math.min(SKETCH_SIDE, y + radius + 1);
    const [above, below] = [top * (SKETCH_SIDE + 1), bottom * (SKETCH_SIDE + 1)];
    for (let x = 0; x < SKETCH_SIDE; x += 1) {
      const left = Math.max(0, x - radius);
      const right = Math.min(SKETCH_SIDE, x + radius + 1);
      const sum =
        sums[below + right]! - sums[above + right]! - sums[below + left]! + sums[above + left]!;
      means[y * SKETCH_SIDE + x] = sum / ((bottom - top) * (right - left));
    }
  }
}

/** Luma less the light around, in units of its standard deviation; 0 everywhere if that is too small. */
function writeDetail(details: Int8Array, start: number): void {
  const { soft, light } = scratch;
  let squares = 0;
  for (let pixel = 0; pixel < SKETCH_PIXELS; pixel += 1) {
    const value = soft[pixel]! - light[pixel]!;
    squares += value * value;
  }
  const deviation = Math.sqrt(squares / SKETCH_PIXELS);
  const scale = deviation < LEAST_DETAIL ? 0 : DETAIL_UNIT / deviation;
  for (let pixel = 0; pixel < SKETCH_PIXELS; pixel += 1) {
    const value = (soft[pixel]! - light[pixel]!) * scale;
    details[start + pixel] = value > 127 ? 127 : value < -127 ? -127 : Math.round(value);
  }
}

/** Red and blue less luma, in percent of luma and a little more, so that a dark cell is gray. */
function writeColors(colors: Int8Array, start: number): void {
  const { cells } = scratch;
  const pixels = (SKETCH_SIDE / COLOR_SIDE) ** 2;
  for (let number = 0; number < COLOR_NUMBERS; number += 1) {
    const cell = (number >> 1) * 3;
    const luma = cells[cell]!;
    const difference = cells[cell + 1 + (number & 1)]! - luma;
    const percent = Math.round((100 * difference) / (luma + DARK * pixels));
    colors[start + number] = Math.max(-127, Math.min(127, percent));
  }
}
