/** Which training images stand for a class, and their mean. */
import { seededRandom, shuffled } from "@inception-edge/dataset";
import type { Measures } from "../measure/measure-dataset.ts";
import type { ClassSums } from "../measure/split-sums.ts";

/** Paths of up to `count` training images of each class, chosen by the seed; a larger count adds to a smaller. */
export function samplePaths(
  { images, table, train }: Pick<Measures, "images" | "table" | "train">,
  { count, seed }: { readonly count: number; readonly seed: number },
): string[][] {
  const paths = train.classes.map((): string[] => []);
  for (const [row, { path, classIndex }] of images.entries()) {
    if (table.decoded[row] === 1 && path.startsWith("train/")) paths[classIndex]!.push(path);
  }
  return paths.map((of, classIndex) =>
    [...shuffled(of.length, seededRandom(seed, classIndex)).subarray(0, count)].map(
      (place) => of[place]!,
    ),
  );
}

/** `[64, 64, 3]`: what a class has in common. Undefined without images. */
export function meanImage({ images, pixels }: ClassSums): Uint8Array | undefined {
  return images === 0 ? undefined : Uint8Array.from(pixels, (sum) => Math.round(sum / images));
}
