/** Threads that process a list of images, one chunk at a time. */
import { workThrough, type WorkThroughOptions } from "@inception-edge/host";
import type { ImageRef } from "../dataset.ts";

/** Images in a chunk: 3 MiB of stored pixels. */
export const CHUNK_IMAGES = 256;

/** What a thread is sent: the chunk with the index `chunk`. */
export interface ImageChunk {
  readonly chunk: number;
  readonly images: readonly ImageRef[];
}

/** Processes all images; rejects with the first error of a thread, or with the signal's reason. */
export async function runChunkWorkers<Done>(
  images: readonly ImageRef[],
  options: WorkThroughOptions<Done>,
): Promise<void> {
  const chunks = Array.from(
    { length: Math.ceil(images.length / CHUNK_IMAGES) },
    (_, chunk): ImageChunk => ({
      chunk,
      images: images.slice(chunk * CHUNK_IMAGES, (chunk + 1) * CHUNK_IMAGES),
    }),
  );
  await workThrough(chunks, options);
}
