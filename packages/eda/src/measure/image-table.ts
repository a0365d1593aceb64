/** The measurements of every image, as columns: about 1.3 kB a row, 130 MB for 100,000 rows, passed between threads. */
import { SKETCH_COLUMNS } from "@inception-edge/dataset";

/** The typed array and the number of values per row of each column. */
const columns = {
  /** 1 if the image was decoded; otherwise its row is meaningless. */
  decoded: [Uint8Array, 1],
  /** SHA-256 of the file, for every file that could be read. */
  fileDigest: [Uint8Array, 32],
  /** The first half of the SHA-256 of the stored pixels. */
  pixelDigest: [Uint8Array, 16],
  /** An index into `decodableFormats`. */
  format: [Uint8Array, 1],
  /** Samples per pixel in the file: 1 gray, 2 gray and alpha, 3 color, 4 color and alpha or CMYK. */
  channels: [Uint8Array, 1],
  /** Size in pixels, from the file's header, as the image is looked at: turned where EXIF says so. */
  width: [Uint16Array, 1],
  height: [Uint16Array, 1],
  /** The largest difference between the channels of one pixel: 0 if the image is gray. */
  colorRange: [Uint8Array, 1],
  /** Sums of red, green and blue and of their squares: over 64×64, and over 56×56 by both resize methods. */
  storedSums: [Uint32Array, 6],
  bilinearSums: [Uint32Array, 6],
  centerCropSums: [Uint32Array, 6],
  /** Sums of luma and of its squares, over 64×64. */
  lumaSums: [Uint32Array, 2],
  /** The highest and the lowest tone and the range of `Tones`, over 64×64. */
  tones: [Uint8Array, 3],
  /** Focus, measured on up to 256 pixels of the shorter side; NaN where there is nothing to see. */
  focus: [Float64Array, 1],
  /** Sums of the Laplacian (signed) and of its squares, over 62×62. */
  laplacianSums: [Float64Array, 2],
  /** What near-duplicates are found by. */
  ...SKETCH_COLUMNS,
} as const;

export type ImageTable = {
  readonly [Name in keyof typeof columns]: InstanceType<(typeof columns)[Name][0]>;
};

export function createImageTable(rows: number): ImageTable {
  const entries = Object.entries(columns).map(([name, [Column, width]]) => [
    name,
    new Column(rows * width),
  ]);
  return Object.fromEntries(entries) as ImageTable;
}

/** Copies all of `source` into `target`, starting at the row `firstRow`. */
export function copyRows(target: ImageTable, source: ImageTable, firstRow: number): void {
  for (const [name, [, width]] of Object.entries(columns)) {
    const column = name as keyof ImageTable;
    target[column].set(source[column], firstRow * width);
  }
}

/** The buffers of a table, to transfer them to another thread. */
export function buffersOf(table: ImageTable): ArrayBuffer[] {
  return Object.values(table).map(({ buffer }) => buffer as ArrayBuffer);
}
