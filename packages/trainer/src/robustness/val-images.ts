/** Reads some images of a packed dataset's val into memory. */
import { open } from "node:fs/promises";
import { valIndices, type PreparedDataset } from "@inception-edge/dataset";
import { storedBytes } from "@inception-edge/image";

/** The images and their classes. */
export interface ValImages {
  /** Indices in the packed store, ascending: they identify an image, whatever the number of images. */
  readonly storeIndices: Int32Array;
  /** `[count]`, indices into the dataset's classes. */
  readonly labels: Int32Array;
  /** uint8 `[count, storedSize, storedSize, 3]`. */
  readonly pixels: Uint8Array;
  readonly storedSize: number;
}

/**
 * Images evenly spaced over val, which is sorted by class, so that the numbers of each class differ by at most one.
 * @throws {RangeError} when val has fewer than `count`
 */
export async function readValImages(packed: PreparedDataset, count: number): Promise<ValImages> {
  const { name, imagesPath, labels, storedSize } = packed;
  const bytes = storedBytes(storedSize);
  const val = valIndices(packed);
  const valCount = val.length;
  if (count > valCount) {
    throw new RangeError(
      `Cannot measure ${count} images: the val split of "${name}" has ${valCount}; give --images ${valCount} or fewer`,
    );
  }
  const storeIndices = Int32Array.from(
    { length: count },
    (_, index) => val[Math.floor(((index + 0.5) * valCount) / count)]!,
  );
  const pixels = new Uint8Array(count * bytes);
  const file = await open(imagesPath);
  try {
    for (const [index, storeIndex] of storeIndices.entries()) {
      await file.read(pixels, index * bytes, bytes, storeIndex * bytes);
    }
  } finally {
    await file.close();
  }
  return {
    storeIndices,
    labels: storeIndices.map((storeIndex) => labels[storeIndex]!),
    pixels,
    storedSize,
  };
}
