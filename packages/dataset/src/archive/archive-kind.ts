/** Tells archives by their first bytes. */
import { open } from "node:fs/promises";
import { gunzipSync, constants } from "node:zlib";

/** What is unpacked here, and what only by other programs. */
export type ArchiveKind = "zip" | "tar" | "tar.gz" | "tar.zst" | ForeignArchive;

/** Kinds that Node cannot unpack. */
export type ForeignArchive = "tar.xz" | "tar.bz2" | "7z" | "rar";

const STARTS: readonly (readonly [start: string, kind: ArchiveKind])[] = [
  ["PK\x03\x04", "zip"],
  ["PK\x05\x06", "zip"], // an empty one
  ["\x28\xb5\x2f\xfd", "tar.zst"],
  ["\xfd7zXZ\0", "tar.xz"],
  ["BZh", "tar.bz2"],
  ["7z\xbc\xaf\x27\x1c", "7z"],
  ["Rar!\x1a\x07", "rar"],
];

/** The kind of an archive; undefined if the file is none. */
export async function archiveKind(path: string): Promise<ArchiveKind | undefined> {
  const start = Buffer.alloc(4096);
  const file = await open(path);
  try {
    const { bytesRead } = await file.read(start, 0, start.length, 0);
    const bytes = start.subarray(0, bytesRead);
    const text = bytes.toString("latin1");
    if (isTar(bytes)) return "tar";
    if (text.startsWith("\x1f\x8b")) return isTar(gunzipStart(bytes)) ? "tar.gz" : undefined;
    return STARTS.find(([signature]) => text.startsWith(signature))?.[1];
  } finally {
    await file.close();
  }
}

/** POSIX 1003.1: "ustar" at byte 257, also in GNU's headers. */
function isTar(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(257, 262)).toString("latin1") === "ustar";
}

function gunzipStart(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }); // What has come so far.
  } catch {
    return new Uint8Array();
  }
}
