/** Small pictures of images, decoded from the dataset's files, as `data:` addresses. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { decodeImageFile, loadFileDecoder } from "@inception-edge/dataset";
import { resizeBilinear, type RgbImage } from "@inception-edge/image";
import { Canvas } from "@inception-edge/image/canvas";
import { loadJpegEncoder } from "@inception-edge/image/encode";

/** One image as the page shows it. */
export interface Thumbnail {
  readonly address: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** The longer side, in pixels: enough to tell by eye what an image shows. */
const SIDE = 160;
const QUALITY = 80;

/** By path; an image whose file is missing or cannot be decoded has none. */
export async function drawThumbnails(
  root: string,
  paths: readonly string[],
): Promise<Map<string, Thumbnail>> {
  const decoder = await loadFileDecoder();
  const encode = await loadJpegEncoder(QUALITY);
  const thumbnails = new Map<string, Thumbnail>();
  for (const path of new Set(paths)) {
    const stats = await stat(join(root, path)).catch(() => undefined);
    if (!stats) continue;
    const ref = { path, classIndex: 0, bytes: stats.size, modifiedMs: stats.mtimeMs };
    const { image } = await decodeImageFile(decoder, root, ref);
    if (!image) continue;
    const { width, height, rgb } = reduced(image);
    const jpeg = encode(Canvas.fromRgb(rgb, width).rgba, width);
    const address = `data:image/jpeg;base64,${Buffer.from(jpeg).toString("base64")}`;
    thumbnails.set(path, { address, width, height });
  }
  return thumbnails;
}

function reduced(image: RgbImage): RgbImage {
  const scale = Math.min(1, SIDE / Math.max(image.width, image.height));
  const [width, height] = [image.width, image.height].map((side) =>
    Math.max(1, Math.round(side * scale)),
  );
  return resizeBilinear(image, width!, height!);
}
