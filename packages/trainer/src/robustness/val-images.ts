/** Some images of a packed dataset's official val, read into memory. */
import { open } from "node:fs/promises";
import type { PackedDataset } from "@inception-edge/dataset";
import { STORED_BYTES } from "@inception-edge/image";

export interface ValImages {
  /** Positions in the packed store, ascending: what tells an image apart, however many are taken. */
  readonly places: Int32Array;
  /** `[count]`, indices into the dataset's classes. */
  readonly labels: Int32Array;
  /** uint8 `[count, SIZE, SIZE, 3]`. */
  readonly pixels: Uint8Array;
}

/**
 * Images evenly spaced over val, which is sorted by class: as many of each, to within one.
 * @throws {RangeError} when val has fewer than `count`
 */
export async function readValImages(packed: PackedDataset, count: number): Promise<ValImages> {
  const { name, imagesPath, labels, trainCount } = packed;
  const valCount = packed.count - trainCount;
  if (count > valCount) {
    throw new RangeError(
      `Cannot measure ${count} images: val of "${name}" has ${valCount}; give --images ${valCount} or fewer`,
    );
  }
  const places = Int32Array.from(
    { length: count },
    (_, at) => trainCount + Math.floor(((at + 0.5) * valCount) / count),
  );
  const pixels = new Uint8Array(count * STORED_BYTES);
  const file = await open(imagesPath);
  try {
    for (const [at, place] of places.entries()) {
      await file.read(pixels, at * STORED_BYTES, STORED_BYTES, place * STORED_BYTES);
    }
  } finally {
    await file.close();
  }
  return { places, labels: places.map((place) => labels[place]!), pixels };
}
