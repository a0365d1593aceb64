/** Images in batches, each small enough that threads get done together, and large enough that handing it over costs little. */
import type { Content, ImageInput } from "../input/image-input.ts";
import type { Batch, ThreadImage } from "./job.ts";

/** Images of a batch, unless they are large. */
export const BATCH_IMAGES = 16;
const BATCH_BYTES = 4 * 1024 * 1024;
/** Of an object whose size is not known before it is read. */
const USUAL_BYTES = 1024 * 1024;

/** A batch whose images may still be on their way from a bucket. */
export interface LoadingBatch {
  readonly batch: Promise<Batch>;
  /** What it will hold in memory. */
  readonly bytes: number;
}

export async function* inBatches(images: AsyncIterable<ImageInput>): AsyncGenerator<LoadingBatch> {
  let batch: ImageInput[] = [];
  let bytes = 0;
  for await (const image of images) {
    batch.push(image);
    bytes += bytesOf(image.content);
    if (batch.length < BATCH_IMAGES && bytes < BATCH_BYTES) continue;
    yield { batch: load(batch), bytes };
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield { batch: load(batch), bytes };
}

/** A file is read by the thread that classifies it. */
function bytesOf(content: Content): number {
  if ("bytes" in content) return content.bytes.length;
  return "read" in content ? (content.size ?? USUAL_BYTES) : 0;
}

async function load(images: readonly ImageInput[]): Promise<Batch> {
  return { images: await Promise.all(images.map(loadImage)) };
}

async function loadImage({ index, path, content }: ImageInput): Promise<ThreadImage> {
  if (!("read" in content)) return { index, path, content };
  const found = await content.read();
  return { index, path, content: found instanceof Uint8Array ? { bytes: found } : found };
}
