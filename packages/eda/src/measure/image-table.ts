/** What is kept of every image, about 200 bytes, in columns: a hundred thousand rows are 20 MB and travel between threads. */

/** Typed array and values a row of each column. */
const columns = {
  /** 1 once the image is decoded; nothing else of its row counts before. */
  decoded: [Uint8Array, 1],
  /** SHA-256 of the file; there for every file that could be read. */
  fileDigest: [Uint8Array, 32],
  /** The first half of the SHA-256 of the stored pixels. */
  pixelDigest: [Uint8Array, 16],
  /** An index into `imageFormats`. */
  format: [Uint8Array, 1],
  /** Samples a pixel in the file: 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha or CMYK. */
  channels: [Uint8Array, 1],
  /** Pixels in the file, as its header gives them. */
  width: [Uint16Array, 1],
  height: [Uint16Array, 1],
  /** The largest difference between the channels of a pixel: 0 where nothing has a colour. */
  colourRange: [Uint8Array, 1],
  /** Sums of red, green, blue and of their squares, over 64×64 and over both ways to 56×56. */
  storedSums: [Uint32Array, 6],
  bilinearSums: [Uint32Array, 6],
  centerCropSums: [Uint32Array, 6],
  /** Sums of luma and of its squares, over 64×64. */
  lumaSums: [Uint32Array, 2],
  /** Sums of the Laplacian (signed) and of its squares, over 62×62. */
  laplacianSums: [Float64Array, 2],
  /** See ./difference-hash.ts. */
  hash: [Uint32Array, 2],
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

/** Copies all of `source` into `target`, from row `at` on. */
export function copyRows(target: ImageTable, source: ImageTable, at: number): void {
  for (const [name, [, width]] of Object.entries(columns)) {
    const column = name as keyof ImageTable;
    target[column].set(source[column], at * width);
  }
}

/** The buffers of a table, to hand them to another thread without a copy. */
export function buffersOf(table: ImageTable): ArrayBuffer[] {
  return Object.values(table).map(({ buffer }) => buffer as ArrayBuffer);
}
