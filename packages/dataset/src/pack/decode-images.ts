/** Decodes every image of a dataset in threads: into a store, or only to check that it can be decoded. */
import { availableParallelism } from "node:os";
import { startProgress } from "@inception-edge/host";
import { STORED_SIZE } from "@inception-edge/image";
import { CHUNK_IMAGES } from "../chunks/chunk-workers.ts";
import type { Defect } from "../dataset-error.ts";
import type { Dataset } from "../dataset.ts";
import { copySketches, createSketches, type Sketches } from "../near-duplicates/sketch.ts";
import { storedOrder } from "./listing.ts";
import { runPackWorkers } from "./pack-workers.ts";

/** The progress of packing, in images. */
export interface PackProgress {
  /** `check` if nothing is written, because the dataset already has defects. */
  readonly stage: "pack" | "check";
  readonly done: number;
  readonly total: number;
  readonly imagesPerSecond: number;
  readonly etaSeconds: number;
}

export interface DecodeOptions {
  /** The store, an existing file. Without it the pixels are discarded. */
  readonly imagesPath?: string;
  /** Side of the stored images, px; without a store it makes no difference. */
  readonly storedSize?: number;
  /** Whether the images are also sketched, to find near-duplicates. */
  readonly isSketched?: boolean;
  /** Threads; by default one per core. */
  readonly workers: number | undefined;
  readonly onProgress: ((progress: PackProgress) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface DecodedImages {
  /** SHA-256 of each file, `[count, 32]`, in the order of the store. */
  readonly digests: Uint8Array;
  /** If they were asked for. */
  readonly sketches?: Sketches;
  /** SHA-256 of each chunk of the store. */
  readonly chunks: readonly string[];
  /** Defects of images, which are stored as black; sorted by path. */
  readonly defects: readonly Defect[];
}

export async function decodeImages(
  dataset: Dataset,
  {
    imagesPath,
    storedSize = STORED_SIZE,
    isSketched = false,
    workers = availableParallelism(),
    onProgress,
    signal,
  }: DecodeOptions,
): Promise<DecodedImages> {
  const images = storedOrder(dataset);
  const stage = imagesPath === undefined ? "check" : "pack";
  const digests = new Uint8Array(images.length * 32);
  const sketches = isSketched ? createSketches(images.length) : undefined;
  const chunks: string[] = [];
  const defects: Defect[] = [];
  const report = startProgress(images.length);
  let done = 0;
  await runPackWorkers(images, {
    root: dataset.root,
    storedSize,
    imagesPath,
    isSketched,
    threads: workers,
    signal,
    onDone(chunk) {
      const first = chunk.chunk * CHUNK_IMAGES;
      digests.set(chunk.digests, first * 32);
      if (sketches) copySketches(sketches, chunk.sketches!, first);
      chunks[chunk.chunk] = chunk.sha256;
      defects.push(...chunk.defects);
      done += chunk.digests.length / 32;
      const { perSecond, ...progress } = report(done);
      onProgress?.({ ...progress, stage, imagesPerSecond: perSecond });
    },
  });
  return { digests, ...(sketches && { sketches }), chunks, defects: defects.toSorted(byPath) };
}

function byPath(a: Defect, b: Defect): number {
  return a.path < b.path ? -1 : 1;
}
