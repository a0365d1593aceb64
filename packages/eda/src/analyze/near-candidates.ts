/**
 * Finds pairs of images with similar difference hashes: candidates, most of which are not near-duplicates.
 *
 * Two hashes that differ in at most four of 64 bits are equal in at least one of five bands (by the pigeonhole
 * principle), so only images that share a band are compared.
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
  /** Whether the search stopped at a limit, so that pairs may be missing. */
  readonly bounded: boolean;
}

const MAX_DISTANCE = 4;

/** Word, first bit, number of bits. */
const BANDS = [
  [0, 0, 16],
  [0, 16, 16],
  [1, 0, 11],
  [1, 11, 11],
  [1, 22, 10],
] as const;

/** Limits of the search, since thousands of blank images can share a hash. Tiny ImageNet: 299 pairs of 39 million. */
const MAX_PAIRS = 100_000;
const MAX_COMPARED = 700_000_000;

/**
 * @param isPossible whether two rows can be near-duplicates, judged without their pixels
 */
export function nearCandidates(
  table: Pick<ImageTable, "hash">,
  rows: readonly number[],
  isPossible: (a: number, b: number) => boolean,
): Candidates {
  const { hash } = table;
  const pairs: Candidate[] = [];
  let compared = 0;
  const isBounded = (): boolean => pairs.length >= MAX_PAIRS || compared >= MAX_COMPARED;
  for (const mirrored of [false, true]) {
    const own = mirrored ? hash.map(mirroredHash) : hash;
    for (let band = 0; band < BANDS.length; band += 1) {
      const buckets = new Map<number, number[]>();
      for (const row of rows) {
        if (isBounded()) return { pairs, bounded: true };
        const bucket = buckets.get(bandOf(own, row, band)) ?? [];
        const high = own[row * 2]!;
        const low = own[row * 2 + 1]!;
        compared += bucket.length;
        for (const other of bucket) {
          const distance = hammingDistance(high, low, hash[other * 2]!, hash[other * 2 + 1]!);
          if (distance > MAX_DISTANCE || pairs.length >= MAX_PAIRS) continue;
          if (sharesEarlierBand(own, row, { other, band }) || !isPossible(other, row)) continue;
          pairs.push({ a: other, b: row, mirrored });
        }
        const key = bandOf(hash, row, band);
        const others = buckets.get(key);
        if (others) others.push(row);
        else buckets.set(key, [row]);
      }
    }
  }
  return { pairs, bounded: isBounded() };

  /** Whether the pair was already compared in an earlier band. */
  function sharesEarlierBand(
    own: Uint32Array,
    row: number,
    { other, band }: { readonly other: number; readonly band: number },
  ): boolean {
    for (let earlier = 0; earlier < band; earlier += 1) {
      if (bandOf(own, row, earlier) === bandOf(hash, other, earlier)) return true;
    }
    return false;
  }
}

function bandOf(hash: Uint32Array, row: number, band: number): number {
  const [word, first, bits] = BANDS[band]!;
  return (hash[row * 2 + word]! >>> first) & (2 ** bits - 1);
}
