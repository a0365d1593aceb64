/** Reads the file of an image. What another try would find too is an answer; what might pass, such as a failing disk, is thrown. */
import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { MAX_IMAGE_BYTES, type Unanswerable } from "./image-input.ts";
import { FORBIDDEN, MISSING, NO_FILE, tooLarge } from "./unanswerable.ts";

const PERMANENT: Readonly<Record<string, Unanswerable["error"]>> = {
  ENOENT: MISSING,
  ENOTDIR: MISSING,
  ENXIO: NO_FILE, // a socket
  EISDIR: { code: "unreadable", message: "Cannot read the image: it is a folder" },
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  ELOOP: { code: "unreadable", message: "Cannot read the image: a link leads back to itself" },
  ENAMETOOLONG: { code: "missing", message: "Cannot read the image: its name is too long" },
};

/** Without waiting: a pipe of an image's name would hold its thread for ever. Windows has no such flag, and no such pipes. */
const READING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

export function readImageFile(file: string): { readonly bytes: Uint8Array } | Unanswerable {
  let handle: number | undefined;
  try {
    handle = openSync(file, READING);
    const found = fstatSync(handle);
    if (!found.isFile() && !found.isDirectory()) return { error: NO_FILE };
    const { size } = found;
    return size <= MAX_IMAGE_BYTES
      ? { bytes: readFileSync(handle) }
      : tooLarge(size, hashFile(handle));
  } catch (cause) {
    const error = PERMANENT[(cause as NodeJS.ErrnoException).code ?? ""];
    if (error === undefined) throw cause;
    return { error };
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function hashFile(handle: number): string {
  const hash = createHash("sha256");
  const chunk = new Uint8Array(1 << 20);
  for (let read = 1; read > 0;) {
    read = readSync(handle, chunk, 0, chunk.length, null);
    hash.update(chunk.subarray(0, read));
  }
  return hash.digest("hex");
}
