/** Threads that process a list of images, one chunk at a time. */
import { workThrough, type WorkThroughOptions } from "@inception-edge/host";
import type { ImageRef } from "../dataset.ts";

/** Images in a chunk: 3 MiB of stored pixels. */
export const CHUNK_IMAGES = 256;

/** What a thread is sent: the chunk with the index `chunk`. */
export interface ImageChunk {
  readonly chunk: number;
  /** Index of its first image. */
  readonly first: number;
  readonly images: readonly ImageRef[];
}

/** Options of {@link runChunkWorkers}. */
export interface ChunkWorkersOptions<Done> extends WorkThroughOptions<Done> {
  /** Images in a chunk, by default {@link CHUNK_IMAGES}; fewer keep all threads busy where there are few images. */
  readonly chunkImages?: number;
}

/** Processes all images; rejects with the first error of a thread, or with the signal's reason. */
export async function runChunkWorkers<Done>(
  images: readonly ImageRef[],
  { chunkImages = CHUNK_IMAGES, ...options }: ChunkWorkersOptions<Done>,
): Promise<void> {
  const chunks = Array.from(
    { length: Math.ceil(images.length / chunkImages) },
    (_, chunk): ImageChunk => {
      const first = chunk * chunkImages;
      return { chunk, first, images: images.slice(first, first + chunkImages) };
    },
  );
  await workThrough(chunks, options);
}
