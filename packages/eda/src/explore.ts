/** Explores a dataset: surveys the folder, measures every image and builds the report. Writes nothing. */
import { availableParallelism } from "node:os";
import {
  countLitter,
  decodeImageFile,
  decodeImageFileSync,
  loadFileDecoder,
  relabelSurvey,
  surveyDataset,
  type RelabelEntry,
} from "@inception-edge/dataset";
import type { Progress } from "@inception-edge/host";
import { decodableFormats, toStored, type DecodedImage } from "@inception-edge/image";
import { buildReport } from "./analyze/build-report.ts";
import type { Addresses } from "./analyze/training-plan.ts";
import { measureDataset, type Measures } from "./measure/measure-dataset.ts";
import type { Report } from "./report.ts";

export interface ExploreOptions {
  /** The dataset's name; by default the folder's. */
  readonly name?: string;
  /** Images to give another class or to leave out, as the trainer does with the same list. */
  readonly relabel?: readonly RelabelEntry[];
  /**
   * Threads that measure; by default one more than there are cores, so that the cores stay busy while a thread waits
   * for a file: a tenth faster on two cores.
   */
  readonly workers?: number;
  /** What the trainer's command line in the report names; by default the folder, and `exclude.txt`. */
  readonly addresses?: Addresses;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

export interface Exploration {
  readonly report: Report;
  readonly measures: Measures;
  /** Stored pixels of an image by its path, `[64, 64, 3]`; undefined if its file cannot be decoded. */
  readonly pixelsOf: (path: string) => Uint8Array | undefined;
  /** The whole image, decoded again. */
  readonly imageOf: (path: string) => DecodedImage | undefined;
}

/**
 * @throws {DatasetError} if there is no dataset at all; defects of a dataset are part of the report
 * @throws {RelabelError} if the relabel list does not fit the dataset
 */
export async function explore(root: string, options: ExploreOptions = {}): Promise<Exploration> {
  const { name, relabel = [], workers = availableParallelism() + 1, onProgress, signal } = options;
  const { addresses = { dataset: root, excludeList: "exclude.txt" } } = options;
  const found = await surveyDataset(root, name === undefined ? {} : { name });
  const survey = relabelSurvey(found, relabel);
  const { dataset } = survey;
  const measures = await measureDataset(dataset, {
    workers,
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
  });
  const decoder = await loadFileDecoder();
  // The report decodes some images again and does not wait for a codec.
  const heic = measures.images[measures.table.format.indexOf(decodableFormats.indexOf("heic"))];
  if (heic !== undefined) await decodeImageFile(decoder, dataset.root, heic);
  const refs = new Map(measures.images.map((ref) => [ref.path, ref]));
  const kept = new Map<string, Uint8Array | undefined>();

  function imageOf(path: string): DecodedImage | undefined {
    return decodeImageFileSync(decoder, dataset.root, refs.get(path)!).image;
  }

  function pixelsOf(path: string): Uint8Array | undefined {
    if (kept.has(path)) return kept.get(path);
    const image = imageOf(path);
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
    litter: dataset.layout === "table" ? {} : countLitter(dataset.root),
    addresses,
  });
  return { report, measures, pixelsOf, imageOf };
}

/** How many decoded images are cached: 50 MB. */
const KEPT = 4096;
