/**
 * A pack on disk: `images.u8`, raw uint8 `[count, size, size, 3]`, and `index.json`, which describes the images and holds
 * the hashes that show both files are unchanged.
 */
import { createHash, hash } from "node:crypto";
import { open, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { STORED_SIZE, storedBytes } from "@inception-edge/image";
import { CHUNK_IMAGES } from "../chunks/chunk-workers.ts";
import type { Defect } from "../dataset-error.ts";
import type { ClassLabel, PackedDataset } from "../dataset.ts";

/** The content of `index.json`. */
export interface PackIndex {
  readonly version: 1;
  /** The listing key of the folder that was packed. */
  readonly key: string;
  readonly name: string;
  /** Until 2026-11-27 absent: 64. */
  readonly storedSize?: number;
  readonly count: number;
  readonly trainCount: number;
  readonly labels: readonly number[];
  /** Until 2026-11-27 without ids, which were the wnids. */
  readonly classes: readonly (Omit<ClassLabel, "id"> & Partial<Pick<ClassLabel, "id">>)[];
  readonly paths: readonly string[];
  readonly fingerprint: string;
  readonly decoder: string;
  /** The definition by which near-duplicates were looked for; absent if they were not. */
  readonly grouping?: string;
  /** Groups of two or more near-duplicates, as indices; absent if there are none. */
  readonly alike?: readonly (readonly number[])[];
  readonly valFraction?: number;
  readonly setApart?: readonly number[];
  /** Defects of images, which are black in the store; absent if there are none. */
  readonly defects?: readonly Defect[];
  /** SHA-256 of each chunk of `images.u8`. */
  readonly chunks: readonly string[];
  /** The time of `images.u8` when it was complete; while that is unchanged, the chunks are not hashed again. */
  readonly modifiedMs: number;
}

/** The path of the images in a pack's folder. */
export function imagesPathOf(directory: string): string {
  return join(directory, "images.u8");
}

/** Writes `index.json`, sealed with the SHA-256 of its own text. */
export async function writeIndex(directory: string, index: PackIndex): Promise<void> {
  const text = JSON.stringify(index);
  await writeFile(
    join(directory, "index.json"),
    `{"sha256":"${hash("sha256", text)}","index":${text}}\n`,
  );
}

/** A pack, with the defects of images, which are black. */
export interface Pack extends PackedDataset {
  readonly defects: readonly Defect[];
}

/** Opens a pack if it exists, is complete and has this key; undefined if it must be made again. */
export async function readPack(directory: string, key: string): Promise<Pack | undefined> {
  const index = await readIndex(directory);
  if (index?.version !== 1 || index.key !== key) return undefined;
  const { storedSize = STORED_SIZE } = index;
  const imagesPath = imagesPathOf(directory);
  const stats = await stat(imagesPath).catch(() => undefined);
  if (stats?.size !== index.count * storedBytes(storedSize)) return undefined;
  // Reading 1.3 GB takes a second: done only if the file was touched since.
  if (
    stats.mtimeMs !== index.modifiedMs &&
    !(await matchesChunks(imagesPath, index.chunks, CHUNK_IMAGES * storedBytes(storedSize)))
  ) {
    return undefined;
  }
  const { name, count, trainCount, paths, fingerprint, decoder, defects = [] } = index;
  const { alike = [], valFraction, setApart } = index;
  const labels = Int32Array.from(index.labels);
  const groups = groupsOf(count, alike);
  const classes = index.classes.map((each) => ({ id: each.id ?? each.wnid!, ...each }));
  const facts = { name, count, trainCount, classes, paths, fingerprint, decoder, defects };
  return {
    ...facts,
    imagesPath,
    storedSize,
    labels,
    groups,
    ...(valFraction !== undefined && { valFraction }),
    ...(setApart && { setApart: Int32Array.from(setApart) }),
  };
}

/** What made a pack: its decoder, and its search for near-duplicates; undefined if there is no pack, or it is damaged. */
export async function readPackMakers(
  directory: string,
): Promise<Pick<PackIndex, "decoder" | "grouping"> | undefined> {
  return readIndex(directory);
}

/** The group of each image, by the index of its first. */
function groupsOf(count: number, alike: readonly (readonly number[])[]): Int32Array {
  const groups = Int32Array.from({ length: count }, (_, index) => index);
  for (const group of alike) {
    for (const index of group) groups[index] = group[0]!;
  }
  return groups;
}

async function readIndex(directory: string): Promise<PackIndex | undefined> {
  try {
    const sealed = JSON.parse(await readFile(join(directory, "index.json"), "utf8")) as {
      sha256: string;
      index: PackIndex;
    };
    return hash("sha256", JSON.stringify(sealed.index)) === sealed.sha256
      ? sealed.index
      : undefined;
  } catch {
    return undefined; // Missing, unreadable or truncated: the pack is made again in any case.
  }
}

async function matchesChunks(
  imagesPath: string,
  chunks: readonly string[],
  chunkBytes: number,
): Promise<boolean> {
  const file = await open(imagesPath);
  try {
    for (const [chunk, expected] of chunks.entries()) {
      const start = chunk * chunkBytes;
      const end = start + chunkBytes - 1; // The stream stops at the end of the file.
      const sha256 = createHash("sha256");
      for await (const part of file.createReadStream({ start, end, autoClose: false })) {
        sha256.update(part as Buffer);
      }
      if (sha256.digest("hex") !== expected) return false;
    }
    return true;
  } finally {
    await file.close();
  }
}
