/** Turns a folder into a pack, or lists everything that is wrong with it: layout, labels and images at once. */
import { DatasetError, type Defect } from "./dataset-error.ts";
import type { Dataset, Layout, PackedDataset } from "./dataset.ts";
import { findShortages, type DatasetNeeds } from "./find-shortages.ts";
import { nameFinder } from "./names.ts";
import { likenessNotices } from "./notices.ts";
import { surveyDataset, type OpenOptions, type Survey } from "./open-dataset.ts";
import { decodeImages } from "./pack/decode-images.ts";
import { storedOrder } from "./pack/listing.ts";
import { packDataset, type PackOptions } from "./pack/pack-dataset.ts";
import { relabelSurvey } from "./relabel/relabel-dataset.ts";
import type { RelabelEntry } from "./relabel/relabel-list.ts";
import { quoted } from "./text.ts";

/** Options of {@link prepareDataset}. */
export interface PrepareOptions extends OpenOptions, Omit<PackOptions, "exclude" | "tolerant"> {
  /** Paths of images to leave out, relative to the dataset's root; their defects are ignored. */
  readonly exclude?: readonly string[];
  /** Images to give another class or to remove; the fingerprint is that of the dataset with these labels. */
  readonly relabel?: readonly RelabelEntry[];
  /** What the dataset must hold without the excluded images. */
  readonly needs?: DatasetNeeds;
  /**
   * Whether a file that cannot be used is a defect, as it always is in Tiny ImageNet's layout; by default it is left out.
   */
  readonly strict?: boolean;
  /** Called before any image is decoded. */
  readonly onDataset?: (dataset: Dataset) => void;
}

/** A packed dataset, with the images to leave out. */
export interface PreparedDataset extends PackedDataset {
  readonly layout: Layout;
  /** Indices of the excluded images and of those that cannot be decoded, ascending; broken ones are black. */
  readonly excluded: readonly number[];
  /** Files that cannot be used, with the reason, sorted by path; those of `exclude` are not among them. */
  readonly leftOut: readonly Defect[];
  /** Remarks, for a log, about what only the pixels tell. */
  readonly notices: readonly string[];
}

/**
 * Checks the folder and packs it, or finds its pack.
 *
 * @throws {DatasetError} with every defect of the layout, the labels and, where none may be left out, the images; or if
 *   too little is left.
 * @throws {RangeError} if a path to exclude is not in the dataset.
 * @throws {RelabelError} if the relabel list does not fit the dataset.
 */
export async function prepareDataset(
  root: string,
  { exclude = [], relabel = [], needs, strict = false, onDataset, ...options }: PrepareOptions = {},
): Promise<PreparedDataset> {
  const found = await surveyDataset(root, options);
  const excludedByUser = excludedPaths(found, exclude);
  const survey = relabelSurvey(found, relabel);
  const { dataset } = survey;
  const tolerant = !strict && dataset.layout !== "tiny-imagenet";
  const isMeant = ({ path }: Defect): boolean => !excludedByUser.has(path);
  const unusable = dataset.leftOut.filter(isMeant);
  const defects = [...survey.defects, ...(tolerant ? [] : unusable)].filter(isMeant);
  if (needs) {
    const shortages = findShortages(dataset, { needs, excluded: excludedByUser, defects });
    // What is short may be among what was left out.
    defects.push(...shortages, ...(tolerant && shortages.length > 0 ? unusable : []));
  }
  onDataset?.(dataset);
  if (defects.length > 0) {
    const { workers, onProgress, signal } = options;
    const broken = await decodeImages(dataset, { workers, onProgress, signal });
    defects.push(...broken.defects.filter(isMeant));
    throw new DatasetError(dataset.root, defects);
  }
  const packed = await packDataset(dataset, { ...options, exclude: excludedByUser, tolerant });
  const broken = packed.defects.filter(isMeant);
  const unused = new Set([...excludedByUser, ...broken.map(({ path }) => path)]);
  const { setApart = [] } = packed;
  const shortages = needs
    ? findShortages(dataset, { needs, excluded: unused, defects: [], setApart })
    : [];
  if (shortages.length > 0) throw new DatasetError(dataset.root, [...shortages, ...broken]);
  const isUnused = (index: number): boolean => unused.has(packed.paths[index]!);
  const excluded = [...packed.paths.keys()].filter(isUnused);
  return {
    ...packed,
    layout: dataset.layout,
    excluded,
    notices: likenessNotices({ ...packed, excluded }),
    leftOut: [...unusable, ...broken].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/** The images of val that can be used, as indices into the packed store, ascending. */
export function valIndices({
  count,
  trainCount,
  setApart,
  excluded,
}: Pick<PreparedDataset, "count" | "trainCount" | "setApart" | "excluded">): Int32Array {
  const unused = new Set(excluded);
  const val =
    setApart ?? Int32Array.from({ length: count - trainCount }, (_, index) => trainCount + index);
  return val.filter((index) => !unused.has(index));
}

/** A misspelled path is an error: the image would silently be used. */
function excludedPaths({ dataset, defects }: Survey, exclude: readonly string[]): Set<string> {
  if (exclude.length === 0) return new Set();
  const known = [...storedOrder(dataset), ...defects, ...dataset.leftOut];
  const find = nameFinder(known.map(({ path }) => path));
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
