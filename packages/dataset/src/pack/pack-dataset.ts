/**
 * Decodes every image once, with the decoder that also serves, into one raw file in the user's cache.
 *
 * The pack of an unchanged folder is found again by names, sizes and times alone. A pack appears complete or not at
 * all: a killed process leaves a staging folder that the next one removes, and if two processes pack the same folder
 * at once, one uses the other's pack.
 */
import { open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  cacheDirectory as userCache,
  createStaging,
  explainWriteError,
  requireSpace,
  type SpaceNeed,
} from "@inception-edge/host";
import { DECODER_ID, STORED_SIZE, storedBytes } from "@inception-edge/image";
import { DatasetError, type Defect } from "../dataset-error.ts";
import type { Dataset } from "../dataset.ts";
import { groupingOf } from "../near-duplicates/group-images.ts";
import { decodeImages, type DecodedImages, type PackProgress } from "./decode-images.ts";
import { formerPacks, packNames, removeOutdated, whyAgain } from "./former-packs.ts";
import { contentFingerprint, listingKey, storedOrder } from "./listing.ts";
import { imagesPathOf, readPack, writeIndex, type Pack, type PackIndex } from "./pack-index.ts";
import { usePack } from "./pack-users.ts";
import { groupPacked } from "./packed-groups.ts";

/** Options of {@link packDataset}. */
export interface PackOptions {
  /** Packs are kept in `packs/` in this folder; by default the user's cache. */
  readonly cacheDirectory?: string;
  /** Side of the stored images, px; 64 by default. A folder may have a pack of each size. */
  readonly storedSize?: number;
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
  const { cacheDirectory = userCache(), storedSize = STORED_SIZE, onRepack, signal } = options;
  signal?.throwIfAborted();
  const key = listingKey(dataset);
  const packs = join(cacheDirectory, "packs");
  const names = packNames(dataset, { packs, key, storedSize });
  const { directory } = names;
  const found = await readPack(directory, key);
  if (found?.defects.every((defect) => isAllowed(defect, options))) {
    await usePack(directory);
    return found;
  }

  const [former] = await formerPacks(directory, names);
  if (former !== undefined) onRepack?.(await whyAgain(former, dataset));
  const staging = await createStaging(packs);
  try {
    const { fingerprint, defects } = await writePack(dataset, key, staging, options);
    // A name that no later run looks for: the pack may be outdated without any size or time having changed.
    const target = defects.some(mayPass) ? `${directory}-${fingerprint.slice(0, 12)}` : directory;
    const packed = await publish(staging, target, { key, fingerprint });
    await usePack(target);
    await removeOutdated(target, names);
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
  const { storedSize = STORED_SIZE, workers, onProgress, signal } = options;
  const { name, root, classes, valFraction } = dataset;
  const images = storedOrder(dataset);
  const need: SpaceNeed = {
    action: `pack "${name}"`,
    directory: dirname(staging),
    neededBytes: images.length * (storedBytes(storedSize) + 256), // 256: an entry of the index, with room to spare
    cure: "free some space or set INCEPTION_EDGE_CACHE to a folder on a larger disk",
  };
  await requireSpace(need);

  const imagesPath = imagesPathOf(staging);
  const file = await open(imagesPath, "w");
  try {
    const decoded = await decodeImages(dataset, {
      imagesPath,
      storedSize,
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
      storedSize,
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
