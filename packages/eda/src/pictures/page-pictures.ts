/** The pictures of the page, as JPEGs in `data:` addresses, so that the page needs no other file. */
import { loadJpegEncoder } from "@inception-edge/dataset";
import type { Exploration } from "../explore.ts";
import { strip } from "./montage.ts";
import { meanImage, samplePaths } from "./sample-images.ts";

export interface PagePictures {
  /** By path; absent where the file gives no image any more. */
  readonly single: ReadonlyMap<string, string>;
  /** By class: the mean image and samples in one strip; absent without images. */
  readonly classes: readonly (ClassPicture | undefined)[];
}

export interface ClassPicture {
  readonly address: string;
  /** Images in the strip: the mean, then samples. */
  readonly images: number;
}

const QUALITY = 82;
/** A strip's JPEG takes 2 kB an image: so many images of classes stay below 2.7 MB in base64. */
const CLASS_IMAGES = 1000;
const MOST_SAMPLES = 5;

/**
 * @param paths images to show by themselves
 */
export async function drawPagePictures(
  { measures, pixelsOf }: Exploration,
  { paths, seed }: { readonly paths: readonly string[]; readonly seed: number },
): Promise<PagePictures> {
  const encode = await loadJpegEncoder(QUALITY);
  const drawn = (images: readonly Uint8Array[]): string => {
    const { u8, width } = strip(images);
    return `data:image/jpeg;base64,${Buffer.from(encode(u8, width)).toString("base64")}`;
  };
  const single = new Map<string, string>();
  for (const path of paths) {
    const pixels = single.has(path) ? undefined : pixelsOf(path);
    if (pixels) single.set(path, drawn([pixels]));
  }
  const classes = measures.train.classes;
  const each = Math.floor(CLASS_IMAGES / Math.max(1, classes.length)) - 1;
  const count = Math.min(MOST_SAMPLES, Math.max(0, each));
  const samples = samplePaths(measures, { count, seed });
  return {
    single,
    classes: classes.map((sums, index) => {
      const mean = index < CLASS_IMAGES ? meanImage(sums) : undefined;
      if (!mean) return undefined;
      const pixels = samples[index]!.map(pixelsOf).filter((image) => image !== undefined);
      const images = [mean, ...pixels];
      return { address: drawn(images), images: images.length };
    }),
  };
}
