/** Turns a folder into a pack, or lists everything that is wrong with it: layout, labels and images at once. */
import { DatasetError } from "./dataset-error.ts";
import type { PackedDataset } from "./dataset.ts";
import { findShortages, type DatasetNeeds } from "./find-shortages.ts";
import { nameFinder } from "./names.ts";
import { surveyDataset, type OpenOptions, type Survey } from "./open-dataset.ts";
import { decodeImages } from "./pack/decode-images.ts";
import { storedOrder } from "./pack/listing.ts";
import { packDataset, type PackOptions } from "./pack/pack-dataset.ts";
import { quoted } from "./text.ts";

/** Options of {@link prepareDataset}. */
export interface PrepareOptions extends OpenOptions, Omit<PackOptions, "exclude"> {
  /** Paths of images to leave out, relative to the dataset's root; their defects are ignored. */
  readonly exclude?: readonly string[];
  /** What the dataset must hold without the excluded images. */
  readonly needs?: DatasetNeeds;
  /** Called with each of the dataset's notices, before any image is decoded. */
  readonly onNotice?: (sentence: string) => void;
}

/** A packed dataset, with the images to leave out. */
export interface PreparedDataset extends PackedDataset {
  /** Indices of the excluded images, ascending; broken ones are black. */
  readonly excluded: readonly number[];
}

/**
 * Checks the folder and packs it, or finds its pack.
 *
 * @throws {DatasetError} with every defect of the layout, the labels and the images.
 * @throws {RangeError} if a path to exclude is not in the dataset.
 */
export async function prepareDataset(
  root: string,
  { exclude = [], needs, onNotice, ...options }: PrepareOptions = {},
): Promise<PreparedDataset> {
  const survey = await surveyDataset(root, options);
  const { dataset } = survey;
  const excluded = excludedPaths(survey, exclude);
  const defects = survey.defects.filter(({ path }) => !excluded.has(path));
  if (needs) defects.push(...findShortages(dataset, { needs, excluded, defects }));
  for (const notice of dataset.notices) onNotice?.(notice);
  if (defects.length > 0) {
    const { workers, onProgress, signal } = options;
    const broken = await decodeImages(dataset, { workers, onProgress, signal });
    defects.push(...broken.defects.filter(({ path }) => !excluded.has(path)));
    throw new DatasetError(dataset.root, defects);
  }
  const packed = await packDataset(dataset, { ...options, exclude: excluded });
  const indices = [...packed.paths.keys()].filter((index) => excluded.has(packed.paths[index]!));
  return { ...packed, excluded: indices };
}

/** A misspelled path is an error: the image would silently be used. */
function excludedPaths({ dataset, defects }: Survey, exclude: readonly string[]): Set<string> {
  if (exclude.length === 0) return new Set();
  const find = nameFinder([...storedOrder(dataset), ...defects].map(({ path }) => path));
  const unknown = exclude.filter((path) => find(path) === undefined);
  if (unknown.length > 0) {
    const shown = unknown.slice(0, 5).map(quoted);
    const count = unknown.length === 1 ? "a path that is" : `${unknown.length} paths that are`;
    throw new RangeError(
      `Cannot exclude ${count} not in "${dataset.name}": ${shown.join(", ")}` +
        `${unknown.length > shown.length ? ", …" : ""}; write paths relative to its root, with "/", ` +
        'and in double quotes if they contain " #"',
    );
  }
  return new Set(exclude.map((path) => find(path)!));
}
