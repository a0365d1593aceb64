/**
 * Decodes every image once, with the decoder that also serves, into one raw file in the user's cache.
 *
 * The pack of an unchanged folder is found again by names, sizes and times alone. A pack appears complete or not at
 * all: a killed process leaves a staging folder that the next one removes, and if two processes pack the same folder
 * at once, one uses the other's pack.
 */
import { hash } from "node:crypto";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import {
  cacheDirectory as userCache,
  createStaging,
  explainWriteError,
  requireSpace,
  type SpaceNeed,
} from "@inception-edge/host";
import { DECODER_ID, STORED_BYTES } from "@inception-edge/image";
import { DatasetError, type Defect } from "../dataset-error.ts";
import type { Dataset } from "../dataset.ts";
import { groupingOf } from "../near-duplicates/group-images.ts";
import { decodeImages, type DecodedImages, type PackProgress } from "./decode-images.ts";
import { contentFingerprint, listingKey, storedOrder } from "./listing.ts";
import {
  imagesPathOf,
  readPack,
  readPackMakers,
  writeIndex,
  type Pack,
  type PackIndex,
} from "./pack-index.ts";
import { isPackInUse, usePack } from "./pack-users.ts";
import { groupPacked } from "./packed-groups.ts";

/** Options of {@link packDataset}. */
export interface PackOptions {
  /** Packs are kept in `packs/` in this folder; by default the user's cache. */
  readonly cacheDirectory?: string;
  /** Paths of images that will not be used, and so need not be decodable. */
  readonly exclude?: ReadonlySet<string>;
  /** Whether images that cannot be decoded are no error, but black, and listed in the pack's `defects`. */
  readonly tolerant?: boolean;
  /** Threads that decode; by default one per core. */
  readonly workers?: number;
  /** Called with the reason if a folder that has a pack is packed again. */
  readonly onRepack?: (reason: string) => void;
  /** Called after every few hundred images; not at all if the pack exists. */
  readonly onProgress?: (progress: PackProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Finds the pack of a dataset, or makes it.
 *
 * @throws {DatasetError} naming every image that cannot be decoded, unless that is tolerated.
 * @throws {Error} if the disk has too little space, stating the needed and the free bytes.
 */
export async function packDataset(dataset: Dataset, options: PackOptions = {}): Promise<Pack> {
  const { cacheDirectory = userCache(), onRepack, signal } = options;
  signal?.throwIfAborted();
  const key = listingKey(dataset);
  const packs = join(cacheDirectory, "packs");
  const name = dataset.name.replaceAll(/[^\w.-]/g, "_");
  const folderId = `${name}-${hash("sha256", dataset.root).slice(0, 12)}`;
  const directory = join(packs, `${folderId}-${key.slice(0, 12)}`);
  const found = await readPack(directory, key);
  if (found?.defects.every((defect) => isAllowed(defect, options))) {
    await usePack(directory);
    return found;
  }

  const [former] = await formerPacks(directory, folderId);
  if (former !== undefined) onRepack?.(await whyAgain(former, dataset));
  const staging = await createStaging(packs);
  try {
    const { fingerprint, defects } = await writePack(dataset, key, staging, options);
    // A name that no later run looks for: the pack may be outdated without any size or time having changed.
    const target = defects.some(mayPass) ? `${directory}-${fingerprint.slice(0, 12)}` : directory;
    const packed = await publish(staging, target, { key, fingerprint });
    await usePack(target);
    await removeOutdated(target, folderId);
    return packed;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function isAllowed({ path }: Defect, { exclude, tolerant = false }: PackOptions): boolean {
  return tolerant || (exclude?.has(path) ?? false);
}

/** Whether the defect may be gone the next time, without any change in the folder. */
function mayPass({ code }: Defect): boolean {
  return code === "unreadable" || code === "changed";
}

/** Decodes everything into the staging folder; an image whose defect is allowed becomes black. */
async function writePack(
  dataset: Dataset,
  key: string,
  staging: string,
  options: PackOptions,
): Promise<Pick<PackIndex, "fingerprint"> & Pick<DecodedImages, "defects">> {
  const { workers, onProgress, signal } = options;
  const { name, root, classes, valFraction } = dataset;
  const images = storedOrder(dataset);
  const need: SpaceNeed = {
    action: `pack "${name}"`,
    directory: dirname(staging),
    neededBytes: images.length * (STORED_BYTES + 256), // 256: an entry of the index, with room to spare
    cure: "free some space or set INCEPTION_EDGE_CACHE to a folder on a larger disk",
  };
  await requireSpace(need);

  const imagesPath = imagesPathOf(staging);
  const file = await open(imagesPath, "w");
  try {
    const decoded = await decodeImages(dataset, {
      imagesPath,
      isSketched: groupingOf(dataset) !== undefined,
      workers,
      onProgress,
      signal,
    });
    const { digests, chunks, defects } = decoded;
    const unexpected = defects.filter((defect) => !isAllowed(defect, options));
    if (unexpected.length > 0) throw new DatasetError(root, unexpected);
    await file.sync(); // Before the rename: a power cut must not leave half a file under the final name.
    const fingerprint = contentFingerprint(dataset, digests);
    await writeIndex(staging, {
      version: 1,
      key,
      name,
      count: images.length,
      trainCount: dataset.train.length,
      labels: images.map(({ classIndex }) => classIndex),
      classes,
      paths: images.map(({ path }) => path),
      fingerprint,
      decoder: DECODER_ID,
      ...(valFraction !== undefined && { valFraction }),
      ...groupPacked(dataset, decoded),
      ...(defects.length > 0 && { defects }),
      chunks,
      modifiedMs: (await stat(imagesPath)).mtimeMs,
    });
    return { fingerprint, defects };
  } catch (error) {
    throw await explainWriteError(error, need);
  } finally {
    await file.close();
  }
}

/** Moves the pack to its final name, unless another process was faster; replaces a damaged or different one. */
async function publish(
  staging: string,
  directory: string,
  { key, fingerprint }: Pick<PackIndex, "key" | "fingerprint">,
): Promise<Pack> {
  const damaged = `${staging}_damaged`;
  for (;;) {
    await rename(staging, directory).catch(ignore("ENOTEMPTY", "EEXIST"));
    const packed = await readPack(directory, key);
    if (packed?.fingerprint === fingerprint) return packed;
    await rename(directory, damaged).catch(ignore("ENOENT"));
    await rm(damaged, { recursive: true, force: true });
  }
}

function ignore(...codes: string[]): (error: NodeJS.ErrnoException) => void {
  return (error) => {
    if (!codes.includes(error.code ?? "")) throw error;
  };
}

/** Removes packs of earlier states of the same folder (1.3 GB each), unless a process still uses them. */
async function removeOutdated(directory: string, folderId: string): Promise<void> {
  for (const outdated of await formerPacks(directory, folderId)) {
    if (!(await isPackInUse(outdated))) await rm(outdated, { recursive: true, force: true });
  }
}

/** The other packs of the same folder. */
async function formerPacks(directory: string, folderId: string): Promise<string[]> {
  const packs = dirname(directory);
  const names = await readdir(packs).catch(() => []);
  return names
    .filter((name) => name.startsWith(`${folderId}-`) && name !== basename(directory))
    .map((name) => join(packs, name));
}

async function whyAgain(former: string, dataset: Dataset): Promise<string> {
  const makers = await readPackMakers(former);
  if (makers === undefined) return "their pack is damaged";
  if (makers.decoder !== DECODER_ID) return "they were packed by another version of the decoder";
  return makers.grouping === groupingOf(dataset)
    ? "the folder has changed"
    : "they were packed by a version that did not look for near-duplicates in the same way";
}
