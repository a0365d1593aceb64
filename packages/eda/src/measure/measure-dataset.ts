/** The one pass over the files: decodes every image of a dataset once, in worker threads, and measures it. */
import {
  CHUNK_IMAGES,
  contentFingerprint,
  runChunkWorkers,
  type Dataset,
  type Defect,
  type ImageRef,
} from "@inception-edge/dataset";
import { startProgress, startWorker, type Progress } from "@inception-edge/host";
import { STORED_BYTES } from "@inception-edge/image";
import { copyRows, createImageTable, type ImageTable } from "./image-table.ts";
import type { MeasuredChunk } from "./measure-chunk.ts";
import { createSplitSums, mergeGroup, type SplitSums } from "./split-sums.ts";

export interface Measures {
  /** `train`, then `val`, in the order of the table's rows. */
  readonly images: readonly ImageRef[];
  readonly trainCount: number;
  readonly table: ImageTable;
  readonly train: SplitSums;
  readonly val: SplitSums;
  /** Files that could not be decoded, sorted by path. */
  readonly defects: readonly Defect[];
  /** The fingerprint that a pack of these files has. */
  readonly fingerprint: string;
}

/** What a thread is given at its start. */
export interface MeasureWorkerData {
  readonly root: string;
  readonly trainCount: number;
}

export interface MeasureOptions {
  readonly workers: number;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

export async function measureDataset(
  dataset: Dataset,
  { workers, onProgress, signal }: MeasureOptions,
): Promise<Measures> {
  const images = [...dataset.train, ...dataset.val];
  const table = createImageTable(images.length);
  const train = createSplitSums(dataset.classes.length, STORED_BYTES);
  const val = createSplitSums(dataset.classes.length, STORED_BYTES);
  const defects: Defect[] = [];
  const report = startProgress(images.length);
  let done = 0;
  const workerData: MeasureWorkerData = { root: dataset.root, trainCount: dataset.train.length };
  await runChunkWorkers<MeasuredChunk>(images, {
    action: `explore "${dataset.name}"`,
    start: () => startWorker("./measure-worker", import.meta.url, workerData),
    threads: workers,
    chunkImages: chunkImages(images.length, workers),
    signal,
    onDone(chunk) {
      copyRows(table, chunk.table, chunk.first);
      for (const group of chunk.groups) mergeGroup(group.isTrain ? train : val, group);
      defects.push(...chunk.defects);
      done += chunk.images;
      onProgress?.(report(done));
    },
  });
  defects.sort((a, b) => (a.path < b.path ? -1 : 1));
  const fingerprint = contentFingerprint(dataset, table.fileDigest);
  return { images, trainCount: dataset.train.length, table, train, val, defects, fingerprint };
}

/** So many that every thread gets several: a few hundred large photographs are then shared out evenly, too. */
function chunkImages(images: number, workers: number): number {
  return Math.min(CHUNK_IMAGES, Math.max(1, Math.ceil(images / (8 * workers))));
}
