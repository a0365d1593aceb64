/**
 * Fails before a disk is full, and with the same message if it fills up anyway.
 */
import { statfs } from "node:fs/promises";
import { formatBytes } from "../words.ts";

/** What will be written, for the message. */
export interface SpaceNeed {
  /** An infinitive with its object: `pack "tiny-imagenet-200"`. */
  readonly action: string;
  /** A folder that exists. */
  readonly directory: string;
  readonly neededBytes: number;
  /** An imperative: "free some space". */
  readonly cure: string;
}

/** @throws {Error} if the folder's disk has too little space, stating the needed and the free bytes */
export async function requireSpace(need: SpaceNeed): Promise<void> {
  const freeBytes = await freeSpace(need.directory);
  if (freeBytes < need.neededBytes) throw diskFull(need, freeBytes);
}

/** Explains a write error that is due to a full disk; returns any other error unchanged. */
export async function explainWriteError(error: unknown, need: SpaceNeed): Promise<unknown> {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code !== "ENOSPC" && code !== "EDQUOT") return error;
  return diskFull(need, await freeSpace(need.directory), error);
}

async function freeSpace(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

function diskFull(need: SpaceNeed, freeBytes: number, cause?: unknown): Error {
  const { action, directory, neededBytes, cure } = need;
  return new Error(
    `Cannot ${action}: it needs ${formatBytes(neededBytes)} in "${directory}", ` +
      `where ${formatBytes(freeBytes)} are free; ${cure}`,
    cause === undefined ? {} : { cause },
  );
}
