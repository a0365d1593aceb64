/**
 * Pairs of images that look alike by their difference hashes: candidates, most of which are not alike at all.
 *
 * Two hashes that differ in at most five of 64 bits agree in at least one of six bands (by the pigeonhole
 * principle), so that only images that share a band are compared.
 */
import { hammingDistance, mirroredHash } from "../measure/difference-hash.ts";
import type { ImageTable } from "../measure/image-table.ts";

export interface Candidate {
  /** Rows of the table, `a < b`. */
  readonly a: number;
  readonly b: number;
  readonly mirrored: boolean;
}

export interface Candidates {
  readonly pairs: readonly Candidate[];
  /** Whether the bounds below were met, so that pairs may be missing. */
  readonly bounded: boolean;
}

const MAX_DISTANCE = 5;

/** Word, first bit, bits. */
const BANDS = [
  [0, 0, 11],
  [0, 11, 11],
  [0, 22, 10],
  [1, 0, 11],
  [1, 11, 11],
  [1, 22, 10],
] as const;

/** Blank images share a hash by the thousand: each is compared with so many of its band, and no more. */
const MAX_COMPARED = 20_000;
const MAX_PAIRS = 100_000;

/**
 * @param isPossible whether two rows can be near each other at all, by what is known without their pixels
 */
export function nearCandidates(
  table: Pick<ImageTable, "hash">,
  rows: readonly number[],
  isPossible: (a: number, b: number) => boolean,
): Candidates {
  const { hash } = table;
  const mirrored = hash.map(mirroredHash);
  const pairs: Candidate[] = [];
  let bounded = false;
  for (const [index, band] of BANDS.entries()) {
    const buckets = new Map<number, number[]>();
    for (const row of rows) {
      find(row, hash, { buckets, index, isMirrored: false });
      find(row, mirrored, { buckets, index, isMirrored: true });
      const key = bandOf(hash, row, band);
      const bucket = buckets.get(key);
      if (bucket) bucket.push(row);
      else buckets.set(key, [row]);
    }
  }
  return { pairs, bounded };

  /** Compares a row with those before it that share the band. */
  function find(
    row: number,
    own: Uint32Array,
    {
      buckets,
      index,
      isMirrored,
    }: {
      readonly buckets: ReadonlyMap<number, readonly number[]>;
      readonly index: number;
      readonly isMirrored: boolean;
    },
  ): void {
    const bucket = buckets.get(bandOf(own, row, BANDS[index]!)) ?? [];
    if (bucket.length > MAX_COMPARED) bounded = true;
    const end = Math.min(bucket.length, MAX_COMPARED);
    const high = own[row * 2]!;
    const low = own[row * 2 + 1]!;
    for (let at = 0; at < end; at += 1) {
      const other = bucket[at]!;
      if (hammingDistance(high, low, hash[other * 2]!, hash[other * 2 + 1]!) > MAX_DISTANCE)
        continue;
      // Found in an earlier band already.
      if (
        BANDS.slice(0, index).some((band) => bandOf(own, row, band) === bandOf(hash, other, band))
      )
        continue;
      if (!isPossible(other, row)) continue;
      if (pairs.length === MAX_PAIRS) {
        bounded = true;
        return;
      }
      pairs.push({ a: other, b: row, mirrored: isMirrored });
    }
  }
}

function bandOf(
  hash: Uint32Array,
  row: number,
  [word, first, bits]: (typeof BANDS)[number],
): number {
  return (hash[row * 2 + word]! >>> first) & (2 ** bits - 1);
}
