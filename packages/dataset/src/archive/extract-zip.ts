/**
 * Extracts a zip archive of many small files. The archive is not trusted: no name leads out of the folder, links
 * are written as plain files, sizes must be the declared ones, and every CRC-32 is checked.
 */
import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { requireSpace, startProgress, type Progress } from "@inception-edge/host";
import { ArchiveError, countAgainst, type ArchiveLimits } from "./archive-limits.ts";
import { entryWriter, type EntryWriter } from "./entry-writer.ts";

export interface ExtractOptions {
  /** Counts entries of the archive. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Checks what an entry and all up to it claim to take, before anything of it is written. */
  readonly limits?: ArchiveLimits | undefined;
  /** Whether "\\" in a name separates folders, as in some archives made on Windows; else such a name is refused. */
  readonly allowsBackslashes?: boolean | undefined;
}

/**
 * Extracts `zipPath` into `directory`, which must exist.
 *
 * @throws {ArchiveError} at the first entry that is damaged or would be written outside the folder.
 * @throws {Error} if the disk has too little space, or at another system error.
 */
export async function extractZip(
  zipPath: string,
  directory: string,
  { onProgress, signal, limits, allowsBackslashes = false }: ExtractOptions = {},
): Promise<void> {
  const options: ReadOptions = { strictFileNames: !allowsBackslashes };
  const { entries, bytesOnDisk } = await orArchiveError(zipPath, survey(zipPath, options, limits));
  await requireSpace({
    action: `extract "${zipPath}"`,
    directory,
    neededBytes: bytesOnDisk,
    cure: "free some space or choose another folder",
  });
  const report = startProgress(entries);
  const writer = entryWriter(directory);
  async function extract(entry: Entry, zip: ZipFile): Promise<void> {
    signal?.throwIfAborted();
    await extractEntry(zip, entry, writer);
    const done = zip.entriesRead;
    if (done % 500 === 0 || done === entries) onProgress?.(report(done));
  }
  await orArchiveError(zipPath, forEachEntry(zipPath, options, extract), signal);
}

/** Counts entries and the disk blocks of their declared sizes; yauzl rejects an entry that turns out larger. */
async function survey(
  zipPath: string,
  options: ReadOptions,
  limits: ArchiveLimits | undefined,
): Promise<{ entries: number; bytesOnDisk: number }> {
  const count = limits && countAgainst(limits);
  const block = 4096; // bytes
  let entries = 0;
  let bytesOnDisk = 0;
  await forEachEntry(zipPath, options, ({ fileName, uncompressedSize }) => {
    count?.(fileName, uncompressedSize);
    entries += 1;
    bytesOnDisk += Math.ceil(uncompressedSize / block) * block;
  });
  return { entries, bytesOnDisk };
}

interface ReadOptions {
  readonly strictFileNames: boolean;
}

async function forEachEntry(
  zipPath: string,
  options: ReadOptions,
  visit: (entry: Entry, zip: ZipFile) => Promise<void> | void,
): Promise<void> {
  const zip = await openPromise(zipPath, { autoClose: false, ...options });
  try {
    for await (const entry of zip.eachEntry()) await visit(entry, zip);
  } finally {
    zip.close();
  }
}

/** Wraps yauzl's errors (absolute names, "..", backslashes, wrong sizes, not a zip); system errors pass unchanged. */
async function orArchiveError<T>(
  zipPath: string,
  work: Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (signal?.aborted || "syscall" in (error as object)) throw error;
    throw new ArchiveError(`Cannot extract "${zipPath}": ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function extractEntry(zip: ZipFile, entry: Entry, writer: EntryWriter): Promise<void> {
  if (entry.fileName.endsWith("/")) return writer.folder(entry.fileName);
  const bytes = await buffer(await zip.openReadStreamPromise(entry));
  if (crc32(bytes) !== entry.crc32) throw new Error(`"${entry.fileName}" is damaged (CRC-32)`);
  await writer.file(entry.fileName, bytes);
}
