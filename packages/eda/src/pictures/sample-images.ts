/** Chooses sample images of a class, and computes its mean image. */
import { seededRandom, shuffled } from "@inception-edge/dataset";
import type { Measures } from "../measure/measure-dataset.ts";
import type { ClassSums } from "../measure/split-sums.ts";

/** Paths of up to `count` random training images of each class; a larger count keeps the images of a smaller one. */
export function samplePaths(
  { images, table, train, trainCount }: Pick<Measures, "images" | "table" | "train" | "trainCount">,
  { count, seed }: { readonly count: number; readonly seed: number },
): string[][] {
  const paths = train.classes.map((): string[] => []);
  for (const [row, { path, classIndex }] of images.slice(0, trainCount).entries()) {
    if (table.decoded[row] === 1) paths[classIndex]!.push(path);
  }
  return paths.map((classPaths, classIndex) => {
    const order = shuffled(classPaths.length, seededRandom(seed, classIndex));
    return [...order.subarray(0, count)].map((index) => classPaths[index]!);
  });
}

/** The mean image of a class, `[64, 64, 3]`; undefined without images. */
export function meanImage({ images, pixels }: ClassSums): Uint8Array | undefined {
  return images === 0 ? undefined : Uint8Array.from(pixels, (sum) => Math.round(sum / images));
}
