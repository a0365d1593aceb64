/**
 * Finds pairs of images with similar difference hashes: candidates, most of which are not near-duplicates.
 *
 * Hashes are similar if they differ in at most seven of the 64 bits of either direction. They are then equal in at least
 * one of its eight bytes (by the pigeonhole principle), so only images that share a byte are compared.
 */
import { bitCount, HASH_WORDS, mirroredHashes } from "./difference-hash.ts";

/** Two images whose hashes are similar. */
export interface Candidate {
  /** Indices of images, `a < b`. */
  readonly a: number;
  readonly b: number;
  /** Whether `a` is similar to the mirror image of `b`. */
  readonly mirrored: boolean;
}

const MAX_DISTANCE = 7;

/** Limits of the search, since thousands of images may look alike. */
const MAX_CANDIDATES = 1_000_000;
const MAX_COMPARED = 4e9;

/** The first words of the two directions. */
const DIRECTIONS = [0, 2] as const;

/**
 * Calls `visit` for each candidate once.
 *
 * @param hashes of all images, `[count, 4]`
 * @param images the indices of those that are searched, ascending
 * @returns whether the search stopped at a limit, so that candidates may be missing
 */
export function visitCandidates(
  hashes: Uint32Array,
  images: ArrayLike<number>,
  visit: (candidate: Candidate) => void,
): boolean {
  let compared = 0;
  let candidates = 0;
  for (const mirrored of [false, true]) {
    const own = mirrored ? mirroredHashes(hashes) : hashes;
    for (const [byte, direction] of DIRECTIONS.flatMap((first) =>
      Array.from({ length: 8 }, (_, index): [number, number] => [index, first]),
    )) {
      const { starts, members, words } = bucketsOf(hashes, images, { byte, direction });
      for (let index = 0; index < images.length; index += 1) {
        if (compared > MAX_COMPARED || candidates > MAX_CANDIDATES) return true;
        const b = images[index]!;
        const high = own[b * HASH_WORDS + direction]!;
        const low = own[b * HASH_WORDS + direction + 1]!;
        const bucket = byteOf(high, low, byte);
        const [start, end] = [starts[bucket]!, starts[bucket + 1]!];
        let at = start;
        for (; at < end && members[at]! < b; at += 1) {
          const different = [high ^ words[at * 2]!, low ^ words[at * 2 + 1]!] as const;
          if (bitCount(different[0]) + bitCount(different[1]) > MAX_DISTANCE) continue;
          const a = members[at]!;
          if (sharesEarlierByte(different, byte)) continue;
          if (direction > 0 && distance(own, b, hashes, a) <= MAX_DISTANCE) continue;
          candidates += 1;
          visit({ a, b, mirrored });
        }
        compared += at - start;
      }
    }
  }
  return false;
}

interface Buckets {
  /** Where each bucket begins, and the last ends. */
  readonly starts: Int32Array;
  /** The images of all buckets, ascending in each. */
  readonly members: Int32Array;
  /** Their hashes in this direction, in the same order, so that a bucket is read straight through. */
  readonly words: Uint32Array;
}

/** Sorts the images by a byte of their hashes: a counting sort. */
function bucketsOf(
  hashes: Uint32Array,
  images: ArrayLike<number>,
  { byte, direction }: { readonly byte: number; readonly direction: number },
): Buckets {
  const bucketOf = (image: number): number => {
    const first = image * HASH_WORDS + direction;
    return byteOf(hashes[first]!, hashes[first + 1]!, byte);
  };
  const starts = new Int32Array(257);
  for (let index = 0; index < images.length; index += 1) starts[bucketOf(images[index]!) + 1]! += 1;
  for (let bucket = 0; bucket < 256; bucket += 1) starts[bucket + 1]! += starts[bucket]!;
  const next = starts.slice();
  const members = new Int32Array(images.length);
  const words = new Uint32Array(images.length * 2);
  for (let index = 0; index < images.length; index += 1) {
    const image = images[index]!;
    const bucket = bucketOf(image);
    const at = next[bucket]!;
    const first = image * HASH_WORDS + direction;
    members[at] = image;
    words.set([hashes[first]!, hashes[first + 1]!], at * 2);
    next[bucket] = at + 1;
  }
  return { starts, members, words };
}

/** Whether the two were already compared for an earlier byte, in which they do not differ. */
function sharesEarlierByte([high, low]: readonly [number, number], byte: number): boolean {
  for (let earlier = 0; earlier < byte; earlier += 1) {
    if (byteOf(high, low, earlier) === 0) return true;
  }
  return false;
}

/** In the first direction. */
function distance(own: Uint32Array, b: number, hashes: Uint32Array, a: number): number {
  const [ofB, ofA] = [b * HASH_WORDS, a * HASH_WORDS];
  return bitCount(own[ofB]! ^ hashes[ofA]!) + bitCount(own[ofB + 1]! ^ hashes[ofA + 1]!);
}

/** One of the eight bytes of two words, the highest first. */
function byteOf(high: number, low: number, byte: number): number {
  const word = byte < 4 ? high : low;
  return (word >>> (24 - 8 * (byte & 3))) & 255;
}
