/**
 * Extracts a tar, plain or compressed with gzip or Zstandard. The archive is not trusted: a name that leads out of the
 * folder is refused, and links and devices are passed over.
 */
import { createReadStream } from "node:fs";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { extract } from "tar-stream";
import { explainWriteError } from "@inception-edge/host";
import { ArchiveError, countAgainst, type ArchiveLimits } from "./archive-limits.ts";
import { entryWriter } from "./entry-writer.ts";

/** How a tar may be compressed. */
export type TarCompression = "none" | "gzip" | "zstd";

export interface ExtractTarOptions {
  readonly compression: TarCompression;
  readonly limits: ArchiveLimits;
  /** Called with the number of files so far; how many there are is known only at the end. */
  readonly onFiles?: ((files: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Extracts `tarPath` into `directory`, which must exist.
 *
 * @throws {ArchiveError} at the first entry that is damaged, beyond a limit or would be written outside the folder.
 */
export async function extractTar(
  tarPath: string,
  directory: string,
  { compression, limits, onFiles, signal }: ExtractTarOptions,
): Promise<void> {
  const entries = extract();
  const decompressed = {
    none: () => pipeline(createReadStream(tarPath), entries, { signal }),
    gzip: () => pipeline(createReadStream(tarPath), createGunzip(), entries, { signal }),
    zstd: () => pipeline(createReadStream(tarPath), createZstdDecompress(), entries, { signal }),
  }[compression]();
  decompressed.catch(() => {}); // Awaited below; an error in the loop ends it first.
  const count = countAgainst(limits);
  const writer = entryWriter(directory);
  let files = 0;
  try {
    for await (const entry of entries) {
      const { name, size = 0, type } = entry.header;
      if (type !== "file") {
        entry.resume();
        continue;
      }
      count(name, size);
      await writer.file(safePath(name), await buffer(entry));
      files += 1;
      if (files % 500 === 0) onFiles?.(files);
    }
    await decompressed;
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if ("syscall" in (error as object)) {
      const action = `unpack "${tarPath}"`;
      const cure = "free some space or set INCEPTION_EDGE_CACHE to a folder on a larger disk";
      throw await explainWriteError(error, { action, directory, neededBytes: 0, cure });
    }
    throw new ArchiveError(`Cannot extract "${tarPath}": ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** @throws {Error} if the name would lead out of the folder */
function safePath(name: string): string {
  const path = name.replaceAll("\\", "/");
  if (path.startsWith("/") || /^[a-z]:/i.test(path) || path.split("/").includes("..")) {
    throw new Error(`${JSON.stringify(name)} leads out of the archive`);
  }
  return path;
}
