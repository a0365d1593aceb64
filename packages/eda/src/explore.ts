/** The whole of it: survey the folder, measure every image, draw conclusions. Writes nothing. */
import { availableParallelism } from "node:os";
import { decodeImageFile, surveyDataset } from "@inception-edge/dataset";
import type { Progress } from "@inception-edge/host";
import { imageFormats, loadDecoder, toStored } from "@inception-edge/image";
import { buildReport } from "./analyse/build-report.ts";
import { measureDataset, type Measures } from "./measure/measure-dataset.ts";
import type { Report } from "./report.ts";

export interface ExploreOptions {
  /** By default the folder's name. */
  readonly name?: string;
  /**
   * Threads that measure; by default one more than there are cores, since a thread that waits for a file
   * computes nothing: a tenth faster on two cores.
   */
  readonly workers?: number;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

export interface Exploration {
  readonly report: Report;
  readonly measures: Measures;
  /** Stored pixels of an image by its path, `[64, 64, 3]`; undefined if its file gives none. */
  readonly pixelsOf: (path: string) => Uint8Array | undefined;
}

/** @throws {DatasetError} where there is no dataset at all; anything that is wrong with one is reported. */
export async function explore(root: string, options: ExploreOptions = {}): Promise<Exploration> {
  const { name, workers = availableParallelism() + 1, onProgress, signal } = options;
  const survey = await surveyDataset(root, name === undefined ? {} : { name });
  const { dataset } = survey;
  const measures = await measureDataset(dataset, {
    workers,
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
  });
  const decoder = await loadDecoder({ formats: imageFormats });
  const refs = new Map(measures.images.map((ref) => [ref.path, ref]));
  const kept = new Map<string, Uint8Array | undefined>();

  function pixelsOf(path: string): Uint8Array | undefined {
    if (kept.has(path)) return kept.get(path);
    const { image } = decodeImageFile(decoder, dataset.root, refs.get(path)!);
    const pixels = image && toStored(image).rgb;
    if (kept.size === KEPT) kept.delete(kept.keys().next().value!);
    kept.set(path, pixels);
    return pixels;
  }
  const report = buildReport({
    survey,
    measures,
    pixelsOf: (row) => pixelsOf(measures.images[row]!.path),
    now: new Date(),
  });
  return { report, measures, pixelsOf };
}

/** Images kept decoded, of those that are looked at again: 50 MB. */
const KEPT = 4096;
