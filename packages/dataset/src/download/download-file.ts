/**
 * Downloads one large file over HTTP and survives interruptions: what has arrived stays on disk, and the next
 * request asks for the rest. Knows nothing about the file's content.
 */
import { mkdir, open, rm, stat, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { startProgress, type Progress } from "@inception-edge/host";

export interface DownloadFileOptions {
  /** The size the whole file must have. */
  readonly bytes: number;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Waiting time after an interruption, milliseconds; doubles with each further one without progress. */
  readonly retryMs?: number;
}

/** Interruptions in a row without progress after which the download fails. */
const MAX_FRUITLESS = 5;

/**
 * Downloads to `path`, or completes a partial file there.
 *
 * @throws {Error} if the server does not have the file, or another one; then `path` is removed.
 * @throws {Error} if the connection keeps failing; then what has arrived is kept for the next attempt.
 */
export async function downloadFile(
  url: string,
  path: string,
  { bytes, onProgress, signal, retryMs = 1000 }: DownloadFileOptions,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  let have = await sizeOf(path);
  const report = startProgress(bytes, have);
  for (let fruitless = 0; have !== bytes;) {
    try {
      await fetchRest(url, path, {
        have,
        bytes,
        signal,
        onBytes: (done) => onProgress?.(report(done)),
      });
    } catch (error) {
      if (signal?.aborted) throw error; // whatever the reason was, an Error or not
      if (error instanceof WrongFile) await rm(path, { force: true });
      // Errors of this machine's disk have a `syscall`; errors of the connection only have one in their cause.
      if (error instanceof WrongFile || "syscall" in (error as object)) throw error;
      const now = await sizeOf(path);
      fruitless = now > have ? 0 : fruitless + 1;
      if (fruitless === MAX_FRUITLESS) throw interrupted(url, error, now, bytes);
      await setTimeout(retryMs * 2 ** fruitless, undefined, { signal });
    }
    have = await sizeOf(path);
  }
}

interface Rest {
  readonly have: number;
  readonly bytes: number;
  readonly signal: AbortSignal | undefined;
  readonly onBytes: (done: number) => void;
}

async function fetchRest(
  url: string,
  path: string,
  { have, bytes, signal, onBytes }: Rest,
): Promise<void> {
  const start = have < bytes ? have : 0; // A file that is too long is not this one: start over.
  const response = await fetch(url, {
    headers: { range: `bytes=${start}-`, "accept-encoding": "identity" },
    signal: signal ?? null,
  });
  if (response.body === null || !response.ok) throw refusal(url, response);
  const offset = response.status === 206 ? start : 0; // 200: a server without ranges sends the whole file.
  const total = totalOf(response, offset);
  if (total !== undefined && total !== bytes) throw wrongSize(url, total, bytes);

  const file = await open(path, offset === 0 ? "w" : "r+");
  try {
    let position = offset;
    for await (const part of response.body) {
      position = await writeAt(file, part, position);
      if (position > bytes) throw wrongSize(url, position, bytes);
      onBytes(position);
    }
    // A body without a length may end early without an error: only the count tells.
    if (position < bytes) throw new Error(`the connection closed at byte ${position}`);
  } finally {
    await file.close();
  }
}

/** Writes at a position instead of appending: two processes at once then write the same bytes to the same place. */
async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<number> {
  for (let written = 0; written < bytes.length;) {
    const rest = bytes.length - written;
    written += (await file.write(bytes, written, rest, position + written)).bytesWritten;
  }
  return position + bytes.length;
}

/** The size of the whole file according to the server (RFC 9110 §14.4 for ranges). */
function totalOf({ status, headers }: Response, offset: number): number | undefined {
  if (status === 206) {
    const range = headers.get("content-range") ?? "";
    const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(range) ?? [];
    if (Number(start) !== offset) throw new Error(`the server answered with the range "${range}"`);
    return total === "*" ? undefined : Number(total);
  }
  const length = headers.get("content-length");
  return length === null ? undefined : Number(length);
}

/** The server does not have the wanted file at this address; trying again would not help. */
class WrongFile extends Error {}

function refusal(url: string, { status, statusText }: Response): Error {
  const message = `Cannot download "${url}": the server answered ${status} ${statusText}`;
  return status < 500 && status !== 408 && status !== 429
    ? new WrongFile(`${message}; check the address`)
    : new Error(message);
}

function wrongSize(url: string, actual: number, expected: number): WrongFile {
  return new WrongFile(
    `Cannot download "${url}": it has ${actual} bytes, wanted ${expected}; this is not the official archive, check the address`,
  );
}

function interrupted(url: string, error: unknown, have: number, bytes: number): Error {
  const { message, cause } = error as Error;
  const reason = cause instanceof Error ? `${message}: ${cause.message}` : message;
  return new Error(
    `Cannot download "${url}": stopped at byte ${have} of ${bytes} (${reason}); ` +
      "check the connection and start again: the download resumes from there",
    { cause: error },
  );
}

async function sizeOf(path: string): Promise<number> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.size ?? 0;
}
