/** The threads that pack: what each is sent, and what it answers. */
import { startWorker, type WorkThroughOptions } from "@inception-edge/host";
import { runChunkWorkers } from "../chunks/chunk-workers.ts";
import type { Defect } from "../dataset-error.ts";
import type { ImageRef } from "../dataset.ts";
import type { Sketches } from "../near-duplicates/sketch.ts";

/** What a thread is given at its start. */
export interface PackWorkerData {
  readonly root: string;
  /** Side of the stored images, px. */
  readonly storedSize: number;
  /** An existing file, into which chunks are written; without it they are only decoded. */
  readonly imagesPath: string | undefined;
  /** Whether the images are also sketched, to find near-duplicates. */
  readonly isSketched: boolean;
}

/** The result for one chunk. */
export interface ChunkDone {
  readonly chunk: number;
  /** SHA-256 of its pixels. */
  readonly sha256: string;
  /** SHA-256 of each of its files, `[images, 32]`. */
  readonly digests: Uint8Array;
  readonly sketches?: Sketches;
  readonly defects: readonly Defect[];
}

export interface PackWorkersOptions
  extends PackWorkerData, Omit<WorkThroughOptions<ChunkDone>, "action" | "start"> {}

/** Decodes all images; rejects with the first error of a thread, or with the signal's reason. */
export async function runPackWorkers(
  images: readonly ImageRef[],
  { root, storedSize, imagesPath, isSketched, ...options }: PackWorkersOptions,
): Promise<void> {
  const workerData: PackWorkerData = { root, storedSize, imagesPath, isSketched };
  await runChunkWorkers(images, {
    ...options,
    action: "pack",
    start: () => startWorker("./pack-worker", import.meta.url, workerData),
  });
}
