/** Images in batches, each small enough that threads get done together, and large enough that handing it over costs little. */
import type { Content, ImageInput } from "../input/image-input.ts";
import type { Batch, ThreadImage } from "./job.ts";

/** To hand over a batch and its answers costs 0.3 ms, a fifth of what an image takes: of 64, it is lost in them. */
const MOST_IMAGES = 64;
/** For each thread: so that at the end none waits long for another, however slow its images are. */
const LEAST_BATCHES = 32;
const BATCH_BYTES = 4 * 1024 * 1024;
/** Of an object whose size is not known before it is read. */
const USUAL_BYTES = 1024 * 1024;
/** What an object counts at least: no more than 16 of a batch are asked for at once. */
const LEAST_BYTES = BATCH_BYTES / 16;

/** How many images a batch has at most, if so many threads are to answer so many images. */
export function batchImages(images: number, threads: number): number {
  return Math.min(MOST_IMAGES, Math.max(1, Math.floor(images / (threads * LEAST_BATCHES))));
}

/** A batch whose images may still be on their way from a bucket. */
export interface LoadingBatch {
  readonly batch: Promise<Batch>;
  /** What it will hold in memory. */
  readonly bytes: number;
}

/** @param most images of a batch, from `batchImages`; fewer if they are large */
export async function* inBatches(
  images: AsyncIterable<ImageInput>,
  most: number,
): AsyncGenerator<LoadingBatch> {
  let batch: ImageInput[] = [];
  let bytes = 0;
  for await (const image of images) {
    batch.push(image);
    bytes += bytesOf(image.content);
    if (batch.length < most && bytes < BATCH_BYTES) continue;
    yield { batch: load(batch), bytes };
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield { batch: load(batch), bytes };
}

/** A file is read by the thread that classifies it. */
function bytesOf(content: Content): number {
  if ("bytes" in content) return content.bytes.length;
  return "read" in content ? Math.max(LEAST_BYTES, content.size ?? USUAL_BYTES) : 0;
}

async function load(images: readonly ImageInput[]): Promise<Batch> {
  return { images: await Promise.all(images.map(loadImage)) };
}

async function loadImage({ index, path, content }: ImageInput): Promise<ThreadImage> {
  if (!("read" in content)) return { index, path, content };
  const found = await content.read();
  return { index, path, content: found instanceof Uint8Array ? { bytes: found } : found };
}
