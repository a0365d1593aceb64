/**
 * Downloads Tiny ImageNet-200 from its official address into a folder that appears complete or not at all.
 */
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import {
  createStaging,
  explainWriteError,
  requireSpace,
  type Progress,
  type SpaceNeed,
} from "@inception-edge/host";
import { ArchiveError } from "./archive/archive-limits.ts";
import { extractZip } from "./archive/extract-zip.ts";
import { downloadFile } from "./download/download-file.ts";
import { TINY_IMAGENET, TINY_IMAGENET_URL, TINY_IMAGENET_ZIP_BYTES } from "./tiny-imagenet.ts";

/** Counts bytes in the stage `"download"`, files in `"extract"`. */
export interface DownloadProgress extends Progress {
  readonly stage: "download" | "extract";
}

/** Options of {@link downloadTinyImageNet}. */
export interface DownloadOptions {
  /** A mirror of the official archive. */
  readonly url?: string;
  /** The size that the archive must have, also from a mirror. */
  readonly bytes?: number;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly signal?: AbortSignal;
  /** Waiting time after an interrupted connection, in milliseconds. */
  readonly retryMs?: number;
}

/**
 * Downloads and unpacks the dataset so that `root` holds `train/`, `val/`, `wnids.txt` and `words.txt`.
 * Does nothing if `root` exists. An interrupted download is kept as `<root>.zip.part` and resumed.
 *
 * @throws {Error} if the address, the size, the archive or the disk space is wrong; `root` then does not exist.
 */
export async function downloadTinyImageNet(
  root: string,
  options: DownloadOptions = {},
): Promise<void> {
  const target = resolve(root);
  if (existsSync(target)) return;
  const {
    url = TINY_IMAGENET_URL,
    bytes = TINY_IMAGENET_ZIP_BYTES,
    onProgress,
    signal,
    retryMs = 1000,
  } = options;
  const parent = dirname(target);
  const zipPath = `${target}.zip.part`;
  await mkdir(parent, { recursive: true });
  const need: SpaceNeed = {
    action: `download "${url}"`,
    directory: parent,
    neededBytes: bytes, // extractZip checks the space for the files, whose sizes the archive lists.
    cure: "free some space or choose another folder",
  };
  const staging = await createStaging(parent);
  try {
    if (!existsSync(zipPath)) await requireSpace(need);
    await downloadFile(url, zipPath, {
      bytes,
      signal,
      retryMs,
      onProgress: onProgress && ((progress) => onProgress({ stage: "download", ...progress })),
    });
    await extractZip(zipPath, staging, {
      signal,
      onProgress: onProgress && ((progress) => onProgress({ stage: "extract", ...progress })),
    });
    const unpacked = join(staging, TINY_IMAGENET.name);
    if (!existsSync(unpacked)) {
      throw new ArchiveError(
        `Cannot use the archive from "${url}": it has no folder "${TINY_IMAGENET.name}"`,
      );
    }
    await rename(unpacked, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error; // Another process was faster.
    });
    await rm(zipPath, { force: true });
  } catch (error) {
    if (error instanceof ArchiveError) await rm(zipPath, { force: true }); // Else every later attempt would fail on it.
    throw await explainWriteError(error, need);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
