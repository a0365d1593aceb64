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
const BYTES = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/**
 * Calls `visit` for each candidate once.
 *
 * @param hashes of all images, `[count, 4]`
 * @param images the indices of those that are searched, ascending
 * @returns whether the search stopped at a limit, so that candidates may be missing
 */
export function visitCandidates(
  hashes: Uint32Array,
  images: Int32Array,
  visit: (candidate: Candidate) => void,
): boolean {
  const left = { compared: MAX_COMPARED, candidates: MAX_CANDIDATES };
  for (const mirrored of [false, true]) {
    const own = mirrored ? mirroredHashes(hashes) : hashes;
    for (const direction of DIRECTIONS) {
      for (const byte of BYTES) {
        const buckets = bucketsOf(hashes, images, direction, byte);
        for (const b of images) {
          visitBucket(buckets, { b, own, hashes, direction, byte, left }, (a) =>
            visit({ a, b, mirrored }),
          );
          if (left.compared <= 0 || left.candidates <= 0) return true;
        }
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
  images: Int32Array,
  direction: number,
  byte: number,
): Buckets {
  const starts = new Int32Array(257);
  for (const image of images) starts[byteOf(hashes, image, direction, byte) + 1]! += 1;
  for (let bucket = 0; bucket < 256; bucket += 1) starts[bucket + 1]! += starts[bucket]!;
  const next = starts.slice();
  const members = new Int32Array(images.length);
  const words = new Uint32Array(images.length * 2);
  for (const image of images) {
    const bucket = byteOf(hashes, image, direction, byte);
    const position = next[bucket]!;
    members[position] = image;
    words[position * 2] = hashes[image * HASH_WORDS + direction]!;
    words[position * 2 + 1] = hashes[image * HASH_WORDS + direction + 1]!;
    next[bucket] = position + 1;
  }
  return { starts, members, words };
}

interface Search {
  readonly b: number;
  /** The hashes by which `b` is looked for, perhaps the mirrored ones. */
  readonly own: Uint32Array;
  readonly hashes: Uint32Array;
  readonly direction: number;
  readonly byte: number;
  /** How much may still be done. */
  readonly left: { compared: number; candidates: number };
}

/** Compares an image with those before it in its bucket. */
function visitBucket(
  { starts, members, words }: Buckets,
  { b, own, hashes, direction, byte, left }: Search,
  visit: (a: number) => void,
): void {
  const high = own[b * HASH_WORDS + direction]!;
  const low = own[b * HASH_WORDS + direction + 1]!;
  const bucket = byteOf(own, b, direction, byte);
  const start = starts[bucket]!;
  const end = starts[bucket + 1]!;
  let position = start;
  for (; position < end && members[position]! < b; position += 1) {
    const inHigh = high ^ words[position * 2]!;
    const inLow = low ^ words[position * 2 + 1]!;
    if (bitCount(inHigh) + bitCount(inLow) > MAX_DISTANCE) continue;
    const a = members[position]!;
    if (isEqualBefore(inHigh, inLow, byte)) continue;
    if (direction > 0 && isNearInFirst(own, b, hashes, a)) continue;
    left.candidates -= 1;
    visit(a);
  }
  left.compared -= position - start;
}

/** Whether the two were already compared for an earlier byte, in which they do not differ. */
function isEqualBefore(inHigh: number, inLow: number, byte: number): boolean {
  for (let earlier = 0; earlier < byte; earlier += 1) {
    if ((((earlier < 4 ? inHigh : inLow) >>> shiftOf(earlier)) & 255) === 0) return true;
  }
  return false;
}

/** Whether the two were already candidates in the first direction. */
function isNearInFirst(own: Uint32Array, b: number, hashes: Uint32Array, a: number): boolean {
  const high = own[b * HASH_WORDS]! ^ hashes[a * HASH_WORDS]!;
  const low = own[b * HASH_WORDS + 1]! ^ hashes[a * HASH_WORDS + 1]!;
  return bitCount(high) + bitCount(low) <= MAX_DISTANCE;
}

/** One of the eight bytes of a hash in a direction, the highest first. */
function byteOf(hashes: Uint32Array, image: number, direction: number, byte: number): number {
  return (hashes[image * HASH_WORDS + direction + (byte >> 2)]! >>> shiftOf(byte)) & 255;
}

function shiftOf(byte: number): number {
  return 24 - 8 * (byte & 3);
}
