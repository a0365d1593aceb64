/**
 * Every image decoded once, by the code that serves, into one raw file in the user's cache.
 *
 * The pack of an unchanged folder is found again by names, sizes and times alone. A pack appears whole
 * or not at all: a killed one leaves a staging folder that the next one removes, and of two processes that
 * pack the same folder at once, one uses the other's.
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
import type { Dataset, PackedDataset } from "../dataset.ts";
import { decodeImages, type DecodedImages, type PackProgress } from "./decode-images.ts";
import { contentFingerprint, listingKey, storedOrder } from "./listing.ts";
import {
  imagesPathOf,
  readPack,
  readPackDecoder,
  writeIndex,
  type PackIndex,
} from "./pack-index.ts";
import { isPackInUse, usePack } from "./pack-users.ts";

export interface PackOptions {
  /** Where packs are kept: `packs/` in this folder. By default the user's cache. */
  readonly cacheDirectory?: string;
  /** Paths of images that need not be decodable: they will not be used. */
  readonly exclude?: ReadonlySet<string>;
  /** Threads that decode; by default one for each core. */
  readonly workers?: number;
  /** Told why images of the folder that are packed are packed again. */
  readonly onRepack?: (reason: string) => void;
  /** Called after every few hundred images; not at all if the pack is there. */
  readonly onProgress?: (progress: PackProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Finds the pack of a dataset or makes it.
 *
 * @throws {DatasetError} naming every image that cannot be decoded.
 * @throws {Error} if the disk has too little space, with the needed and the free bytes.
 */
export async function packDataset(
  dataset: Dataset,
  options: PackOptions = {},
): Promise<PackedDataset> {
  const { cacheDirectory = userCache(), exclude = new Set(), onRepack, signal } = options;
  signal?.throwIfAborted();
  const key = listingKey(dataset);
  const packs = join(cacheDirectory, "packs");
  const name = dataset.name.replaceAll(/[^\w.-]/g, "_");
  const folderId = `${name}-${hash("sha256", dataset.root).slice(0, 12)}`;
  const directory = join(packs, `${folderId}-${key.slice(0, 12)}`);
  const found = await readPack(directory, key);
  if (found?.defects.every(({ path }) => exclude.has(path))) {
    await usePack(directory);
    return found;
  }

  const [former] = await formerPacks(directory, folderId);
  if (former !== undefined) onRepack?.(await whyAgain(former));
  const staging = await createStaging(packs);
  try {
    const { fingerprint, defects } = await writePack(dataset, key, staging, options);
    // Nobody looks for it under that name, since it may be out of date without a file's size or time changing.
    const place = defects.some(mayPass) ? `${directory}-${fingerprint.slice(0, 12)}` : directory;
    const packed = await publish(staging, place, { key, fingerprint });
    await usePack(place);
    await removeOutdated(place, folderId);
    return packed;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** A file that could not be read, or not yet, may be whole the next time. */
function mayPass({ code }: Defect): boolean {
  return code === "unreadable" || code === "changed";
}

/** Decodes everything into the staging folder; black where an excluded image has a defect. */
async function writePack(
  dataset: Dataset,
  key: string,
  staging: string,
  { exclude = new Set(), workers, onProgress, signal }: PackOptions,
): Promise<Pick<PackIndex, "fingerprint"> & Pick<DecodedImages, "defects">> {
  const { name, root, classes } = dataset;
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
    const { digests, chunks, defects } = await decodeImages(dataset, {
      imagesPath,
      workers,
      onProgress,
      signal,
    });
    const unexpected = defects.filter(({ path }) => !exclude.has(path));
    if (unexpected.length > 0) throw new DatasetError(root, unexpected);
    await file.sync(); // Before the rename: a power cut must not leave a whole name on half a file.
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

/** Gives the pack its name, unless another process was faster; what is damaged or something else makes way. */
async function publish(
  staging: string,
  directory: string,
  { key, fingerprint }: Pick<PackIndex, "key" | "fingerprint">,
): Promise<PackedDataset> {
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

/** Removes the packs of former states of the same folder, 1.3 GB each, unless a process still reads them. */
async function removeOutdated(directory: string, folderId: string): Promise<void> {
  for (const outdated of await formerPacks(directory, folderId)) {
    if (!(await isPackInUse(outdated))) await rm(outdated, { recursive: true, force: true });
  }
}

/** The packs of the same folder beside this one. */
async function formerPacks(directory: string, folderId: string): Promise<string[]> {
  const packs = dirname(directory);
  const names = await readdir(packs).catch(() => []);
  return names
    .filter((name) => name.startsWith(`${folderId}-`) && name !== basename(directory))
    .map((name) => join(packs, name));
}

async function whyAgain(former: string): Promise<string> {
  const decoder = await readPackDecoder(former);
  if (decoder === undefined) return "their pack is damaged";
  return decoder === DECODER_ID
    ? "the folder has changed"
    : "they were packed by another version of the decoder";
}
