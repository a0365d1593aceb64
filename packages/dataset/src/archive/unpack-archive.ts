/** Unpacks a dataset's archive into the cache, once: found again until the file changes. */
import { hash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { cacheDirectory, createStaging } from "@inception-edge/host";
import { archiveKind, type ArchiveKind, type ForeignArchive } from "./archive-kind.ts";
import { ArchiveError, limitsFor, type ArchiveLimits } from "./archive-limits.ts";
import { extractTar, type TarCompression } from "./extract-tar.ts";
import { extractZip } from "./extract-zip.ts";

/** Options of {@link unpackArchive}. */
export interface UnpackOptions {
  /** Archives are unpacked in `unpacked/` in this folder; by default the user's cache. */
  readonly cacheDirectory?: string;
  /** Called with the number of files so far; not at all if it is unpacked already. */
  readonly onFiles?: (files: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * The folder with an archive's content; undefined if the file is not an archive.
 *
 * @throws {ArchiveError} if it is damaged, would write outside the folder, is too large or of a kind not unpacked here
 */
export async function unpackArchive(
  path: string,
  { cacheDirectory: cache = cacheDirectory(), onFiles, signal }: UnpackOptions = {},
): Promise<string | undefined> {
  const kind = await archiveKind(path);
  if (kind === undefined) return undefined;
  if (kind in FOREIGN) throw foreign(path, kind as ForeignArchive);
  const { size, mtimeMs } = await stat(path);
  const unpacked = join(cache, "unpacked");
  const name = archiveName(path).replaceAll(/[^\w.-]/g, "_");
  const former = `${name}-${hash("sha256", path).slice(0, 12)}-`;
  const target = join(unpacked, former + hash("sha256", `${size} ${mtimeMs}`).slice(0, 12));
  if (existsSync(target)) return target;
  await mkdir(unpacked, { recursive: true });
  const staging = await createStaging(unpacked);
  try {
    const limits = limitsFor(size);
    await EXTRACT[kind as keyof typeof EXTRACT](path, staging, { limits, onFiles, signal });
    await rename(staging, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error; // Another process was faster.
    });
    for (const other of await readdir(unpacked)) {
      if (other.startsWith(former) && join(unpacked, other) !== target) {
        await rm(join(unpacked, other), { recursive: true, force: true });
      }
    }
    return target;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** "photos" of "photos.tar.gz". */
export function archiveName(path: string): string {
  return basename(path).replace(/(?:\.tar)?\.[^.]+$/, "") || basename(path);
}

interface Extracting {
  readonly limits: ArchiveLimits;
  readonly onFiles: ((files: number) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

const tarOf =
  (compression: TarCompression) =>
  (path: string, folder: string, options: Extracting): Promise<void> =>
    extractTar(path, folder, { ...options, compression });

const EXTRACT = {
  zip: (path: string, folder: string, { onFiles, ...options }: Extracting) =>
    extractZip(path, folder, {
      ...options,
      allowsBackslashes: true,
      onProgress: ({ done }) => onFiles?.(done),
    }),
  tar: tarOf("none"),
  "tar.gz": tarOf("gzip"),
  "tar.zst": tarOf("zstd"),
} as const satisfies Partial<Record<ArchiveKind, unknown>>;

/** The command that unpacks each. */
const FOREIGN: Readonly<Record<ForeignArchive, string>> = {
  "tar.xz": "tar -xf",
  "tar.bz2": "tar -xf",
  "7z": "7z x",
  rar: "unrar x",
};

function foreign(path: string, kind: ForeignArchive): ArchiveError {
  return new ArchiveError(
    `Cannot unpack "${path}": it is a ${kind}, wanted a zip, tar, tar.gz or tar.zst; unpack it with \`${FOREIGN[kind]}\` and give the folder`,
  );
}
