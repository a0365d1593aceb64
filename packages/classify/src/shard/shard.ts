/** Which shard an image belongs to: by its path alone, so that what else is in the archive changes nothing. */
import { hash } from "node:crypto";

/** One of `count` shards. */
export interface Shard {
  /** From 0 to `count - 1`. */
  readonly index: number;
  readonly count: number;
}

export const WHOLE: Shard = { index: 0, count: 1 };

/** The first 32 bits of the SHA-256 of the path in UTF-8, big-endian, modulo `count`. */
export function shardOf(path: string, count: number): number {
  return count === 1 ? 0 : hash("sha256", path, "buffer").readUInt32BE(0) % count;
}

/** `shard-00003-of-00008`. */
export function shardName({ index, count }: Shard): string {
  return `shard-${digits(index)}-of-${digits(count)}`;
}

function digits(value: number): string {
  return String(value).padStart(5, "0");
}
