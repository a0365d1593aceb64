/**
 * The pictures of the page, as JPEGs in `data:` addresses, so that the page needs no other file. Throughout `eda`, an
 * image belongs to the dataset, and a picture is what the page shows: one image, or a strip of several.
 */
import { loadJpegEncoder } from "@inception-edge/image/encode";
import type { Exploration } from "../explore.ts";
import { strip } from "./montage.ts";
import { meanImage, samplePaths } from "./sample-images.ts";

export interface PagePictures {
  /** `data:` address by path of the image; absent if its file can no longer be decoded. */
  readonly single: ReadonlyMap<string, string>;
  /** By class index: the mean image and samples in one strip; undefined without images. */
  readonly classes: readonly (ClassPicture | undefined)[];
}

export interface ClassPicture {
  readonly address: string;
  /** Images in the strip: the mean, then samples. */
  readonly images: number;
}

const QUALITY = 82;
/** Images in all class pictures together. A strip's JPEG takes about 2 kB per image, or 6 kB for noise. */
const CLASS_IMAGES = 1000;
const MOST_SAMPLES = 5;
/** Most characters of all pictures together; the rest of the page is below 1.5 MB, so the whole is below 5 MB. */
const CHARACTERS = 3_400_000;

/** @param paths images that get a picture of their own */
export async function drawPagePictures(
  { measures, pixelsOf }: Exploration,
  { paths, seed }: { readonly paths: readonly string[]; readonly seed: number },
): Promise<PagePictures> {
  const encode = await loadJpegEncoder(QUALITY);
  let room = CHARACTERS;
  /** Undefined when there is no room left. */
  function drawn(images: readonly Uint8Array[]): string | undefined {
    if (room <= 0) return undefined;
    const { rgba, width } = strip(images);
    const address = `data:image/jpeg;base64,${Buffer.from(encode(rgba, width)).toString("base64")}`;
    room -= address.length;
    return room < 0 ? undefined : address;
  }
  const single = new Map<string, string>();
  for (const path of paths) {
    const pixels = single.has(path) ? undefined : pixelsOf(path);
    const address = pixels && drawn([pixels]);
    if (address) single.set(path, address);
  }
  const classes = measures.train.classes;
  const each = Math.floor(CLASS_IMAGES / Math.max(1, classes.length)) - 1;
  const count = Math.min(MOST_SAMPLES, Math.max(0, each));
  const samples = samplePaths(measures, { count, seed });
  function classPicture(index: number): ClassPicture | undefined {
    const mean = meanImage(classes[index]!);
    if (!mean) return undefined;
    const pixels = samples[index]!.map(pixelsOf).filter((image) => image !== undefined);
    const images = [mean, ...pixels];
    const address = drawn(images);
    return address === undefined ? undefined : { address, images: images.length };
  }
  return { single, classes: classes.map((_, index) => classPicture(index)) };
}
