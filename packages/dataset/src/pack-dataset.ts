/**
 * Every image decoded once, by the code that serves, into one raw file in the user's cache.
 *
 * The pack of an unchanged folder is found again by names, sizes and times alone. A pack appears whole
 * or not at all: a killed one leaves a staging folder that the next one removes, and of two processes that
 * pack the same folder at once, one uses the other's.
 */
import { DECODER_ID, STORED_BYTES } from "@inception-edge/image";
import { hash } from "node:crypto";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, dirname, join } from "node:path";
import { cacheDirectory as userCache } from "./cache-directory.ts";
import { CHUNK_IMAGES } from "./chunk-workers.ts";
import type { Dataset, PackedDataset } from "./dataset.ts";
import { DatasetError, type Defect } from "./dataset-error.ts";
import { explainWriteError, requireSpace, type SpaceNeed } from "./pack/disk-space.ts";
import { contentFingerprint, listingKey, storedOrder } from "./pack/listing.ts";
import { imagesPathOf, readPack, readPackDecoder, writeIndex } from "./pack/pack-index.ts";
import { isPackInUse, usePack } from "./pack/pack-users.ts";
import { runPackWorkers } from "./pack/pack-workers.ts";
import { createStaging } from "./pack/staging.ts";
import { startProgress } from "./progress.ts";

export interface PackProgress {
  readonly done: number;
  readonly total: number;
  readonly imagesPerSecond: number;
  readonly etaSeconds: number;
}

export interface PackOptions {
  /** Where packs are kept: `packs/` in this folder. By default the user's cache. */
  readonly cacheDirectory?: string;
  /** Threads that decode; by default one for each core. */
  readonly workers?: number;
  /** Told why pictures of the folder that are packed are packed again. */
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
  const { cacheDirectory = userCache(), onRepack, signal } = options;
  signal?.throwIfAborted();
  const key = listingKey(dataset);
  const packs = join(cacheDirectory, "packs");
  const name = dataset.name.replaceAll(/[^\w.-]/g, "_");
  const folderId = `${name}-${hash("sha256", dataset.root).slice(0, 12)}`;
  const directory = join(packs, `${folderId}-${key.slice(0, 12)}`);
  const found = await readPack(directory, key);
  if (found) {
    await usePack(directory);
    return found;
  }

  const [former] = await formerPacks(directory, folderId);
  if (former !== undefined) onRepack?.(await whyAgain(former));
  const staging = await createStaging(packs);
  try {
    await writePack(dataset, key, staging, options);
    const packed = await publish(staging, directory, key);
    await usePack(directory);
    await removeOutdated(directory, folderId);
    return packed;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Decodes everything into the staging folder. */
async function writePack(
  dataset: Dataset,
  key: string,
  staging: string,
  { workers = availableParallelism(), onProgress, signal }: PackOptions,
): Promise<void> {
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
  const digests = new Uint8Array(images.length * 32);
  const chunks: string[] = [];
  const defects: Defect[] = [];
  const report = startProgress(images.length);
  let done = 0;
  try {
    await runPackWorkers(images, {
      root,
      imagesPath,
      workers,
      signal,
      onChunk(chunk) {
        digests.set(chunk.digests, chunk.chunk * CHUNK_IMAGES * 32);
        chunks[chunk.chunk] = chunk.sha256;
        defects.push(...chunk.defects);
        done += chunk.digests.length / 32;
        const { perSecond, ...progress } = report(done);
        onProgress?.({ ...progress, imagesPerSecond: perSecond });
      },
    });
    if (defects.length > 0) throw new DatasetError(root, defects.toSorted(byPath));
    await file.sync(); // Before the rename: a power cut must not leave a whole name on half a file.
    await writeIndex(staging, {
      version: 1,
      key,
      name,
      count: images.length,
      trainCount: dataset.train.length,
      labels: images.map(({ classIndex }) => classIndex),
      classes,
      paths: images.map(({ path }) => path),
      fingerprint: contentFingerprint(dataset, digests),
      decoder: DECODER_ID,
      chunks,
      modifiedMs: (await stat(imagesPath)).mtimeMs,
    });
  } catch (error) {
    throw await explainWriteError(error, need);
  } finally {
    await file.close();
  }
}

/** Gives the pack its name, unless another process was faster; what is damaged makes way. */
async function publish(staging: string, directory: string, key: string): Promise<PackedDataset> {
  const damaged = `${staging}_damaged`;
  for (;;) {
    await rename(staging, directory).catch(ignore("ENOTEMPTY", "EEXIST"));
    const packed = await readPack(directory, key);
    if (packed) return packed;
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

function byPath(a: Defect, b: Defect): number {
  return a.path < b.path ? -1 : 1;
}
