import { suite } from "uvu";
import * as assert from "uvu/assert";
import { seededRandom } from "../random.ts";
import { bitCount, differenceHash, mirroredHashes } from "./difference-hash.ts";
import { visitCandidates, type Candidate } from "./near-candidates.ts";

const test = suite("visitCandidates()");

test("proposes exactly the pairs of a distance of 7 or less in either direction, each once", () => {
  const random = seededRandom(3);
  const hashes = Uint32Array.from({ length: 4 * 400 }, () => random() * 2 ** 32);
  for (let image = 200; image < 400; image += 1) {
    // Copies of the first half, up to 32 bits off.
    hashes.set(hashes.subarray((image - 200) * 4, (image - 199) * 4), image * 4);
    for (let flip = 0; flip < image % 33; flip += 1) {
      const bit = Math.floor(random() * 128);
      hashes[image * 4 + (bit >> 5)]! ^= 1 << (bit & 31);
    }
  }
  const distance = (a: number, b: number, first: number): number =>
    bitCount(hashes[a * 4 + first]! ^ hashes[b * 4 + first]!) +
    bitCount(hashes[a * 4 + first + 1]! ^ hashes[b * 4 + first + 1]!);
  const images = Int32Array.from({ length: 400 }, (_, image) => image);
  const found: Candidate[] = [];
  assert.not(visitCandidates(hashes, images, (candidate) => found.push(candidate)));
  const expected: string[] = [];
  for (const a of images) {
    for (const b of images.slice(a + 1)) {
      if (Math.min(distance(a, b, 0), distance(a, b, 2)) <= 7) expected.push(`${a}-${b}`);
    }
  }
  assert.ok(expected.length > 90);
  assert.equal(
    found
      .filter(({ mirrored }) => !mirrored)
      .map(({ a, b }) => `${a}-${b}`)
      .toSorted(),
    expected.toSorted(),
  );
});

test("stops if all images look alike, and says so", () => {
  let visited = 0;
  const images = Int32Array.from({ length: 3000 }, (_, image) => image);
  assert.ok(visitCandidates(new Uint32Array(12_000), images, () => (visited += 1)));
  assert.ok(visited >= 1_000_000 && visited < 1_010_000);
});

test("mirroredHashes() are the hashes of the mirrored images", () => {
  const random = seededRandom(5);
  const luma = Float32Array.from({ length: 32 * 32 }, () => random() * 256);
  const mirror = luma.map((_, at) => luma[at - (at % 32) + 31 - (at % 32)]!);
  const hash = Uint32Array.from(differenceHash(luma));
  assert.equal([...mirroredHashes(hash)], differenceHash(mirror));
});

test.run();
