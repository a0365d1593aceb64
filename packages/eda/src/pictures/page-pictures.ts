/**
 * The pictures of the page, as JPEGs in `data:` addresses, so that the page needs no other file. Throughout `eda`, an
 * image belongs to the dataset, and a picture is what the page shows: one image, or a strip of several.
 */
import type { RgbImage } from "@inception-edge/image";
import { Canvas } from "@inception-edge/image/canvas";
import { loadJpegEncoder } from "@inception-edge/image/encode";
import type { Exploration } from "../explore.ts";
import type { NamedImage } from "../image-report.ts";
import { INPUT_METHODS } from "../measure/measure-image.ts";
import { chooseExamples, viewsOf, type Example } from "./input-views.ts";
import { strip } from "./montage.ts";
import { meanImage, samplePaths } from "./sample-images.ts";

export interface PagePictures {
  /** `data:` address by path of the image; absent if its file can no longer be decoded. */
  readonly single: ReadonlyMap<string, string>;
  /** By class index: the mean image and samples in one strip; undefined without images. */
  readonly classes: readonly (ClassPicture | undefined)[];
  /** A strip of images of the first classes; undefined without images. */
  readonly overview: ClassPicture | undefined;
  /** What the trainer makes of some images. */
  readonly views: readonly InputView[];
}

export interface InputView extends Pick<NamedImage, "path" | "label"> {
  /** Why it was chosen: "The widest". */
  readonly what: string;
  /** Pixels of the file's image. */
  readonly width: number;
  readonly height: number;
  /** `data:` addresses of the image smaller, as stored, and as the network's input. */
  readonly original: string;
  readonly stored: string;
  readonly inputs: readonly { readonly method: string; readonly address: string }[];
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
/** Images in the strip at the top of the page. */
const OVERVIEW_IMAGES = 14;
/** Most characters of all pictures together; the rest of the page is below 1.5 MB, so the whole is below 5 MB. */
const CHARACTERS = 3_400_000;

/** @param paths images that get a picture of their own */
export async function drawPagePictures(
  { report, measures, pixelsOf, imageOf }: Exploration,
  { paths, seed }: { readonly paths: readonly string[]; readonly seed: number },
): Promise<PagePictures> {
  const encode = await loadJpegEncoder(QUALITY);
  let room = CHARACTERS;
  function addressOf({ rgba, width }: Canvas): string {
    const address = `data:image/jpeg;base64,${Buffer.from(encode(rgba, width)).toString("base64")}`;
    room -= address.length;
    return address;
  }
  /** Undefined when there is no room left. */
  function drawn(images: readonly Uint8Array[]): string | undefined {
    if (room <= 0) return undefined;
    const address = addressOf(strip(images));
    return room < 0 ? undefined : address;
  }
  function draw({ rgb, width }: RgbImage): string {
    return addressOf(Canvas.fromRgb(rgb, width));
  }
  function view({ what, row }: Example): InputView | undefined {
    const { path, classIndex } = measures.images[row]!;
    const image = imageOf(path);
    if (!image) return undefined;
    const { original, stored, inputs } = viewsOf(image);
    return {
      what,
      path,
      label: report.classes[classIndex]!.label,
      width: measures.table.width[row]!,
      height: measures.table.height[row]!,
      original: draw(original),
      stored: draw(stored),
      inputs: inputs.map((input, index) => ({
        method: INPUT_METHODS[index]!,
        address: draw(input),
      })),
    };
  }
  const views = chooseExamples(measures)
    .map(view)
    .filter((each) => each !== undefined);
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
  const overviewPixels = inTurn(samples).slice(0, OVERVIEW_IMAGES).map(pixelsOf);
  const seen = overviewPixels.filter((image) => image !== undefined);
  const strips = seen.length === 0 ? undefined : drawn(seen);
  const overview = strips === undefined ? undefined : { address: strips, images: seen.length };
  return { views, overview, single, classes: classes.map((_, index) => classPicture(index)) };
}

/** The first of each list, then the second of each, and so on. */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => index).flatMap((index) =>
    lists.filter(({ length }) => length > index).map((list) => list[index]!),
  );
}
