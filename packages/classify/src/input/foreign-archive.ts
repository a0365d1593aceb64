/** Archives that are not read, by their first bytes, and how to make one that is. */

/** First bytes in Latin-1, and what is said of such a file. */
const FOREIGN: readonly (readonly [start: string, cure: string])[] = [
  ["PK\x03\x04", "a zip archive; unpack it (unzip FILE -d FOLDER) and give the folder"],
  ["7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it (7z x FILE -oFOLDER) and give the folder"],
  ["Rar!\x1a\x07", "a rar archive; unpack it (unrar x FILE FOLDER/) and give the folder"],
  ["BZh", "compressed by bzip2; unpack it (bunzip2 --keep FILE) and give the tar"],
  ["\xfd7zXZ\0", "compressed by xz; unpack it (unxz --keep FILE) and give the tar"],
  ["\x04\x22\x4d\x18", "compressed by lz4; unpack it (unlz4 FILE) and give the tar"],
  ["PAR1", "a Parquet file; write its images to a folder and give that"],
  ["\x89HDF", "an HDF5 file; write its images to a folder and give that"],
];

/** What a file that is no text is and the cure, as the end of a sentence; undefined if it is no such archive. */
export function foreignArchive(start: Uint8Array): string | undefined {
  const text = Buffer.from(start.subarray(0, 8)).toString("latin1");
  return FOREIGN.find(([magic]) => text.startsWith(magic))?.[1];
}
