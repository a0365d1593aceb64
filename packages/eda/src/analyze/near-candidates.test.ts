import { suite } from "uvu";
import * as assert from "uvu/assert";
import { seededRandom } from "@inception-edge/dataset";
import { differenceHash, hammingDistance, mirroredHash } from "../measure/difference-hash.ts";
import { lumaOf } from "../measure/luma.ts";
import { nearCandidates } from "./near-candidates.ts";
import { mirror } from "./near-duplicates.ts";

const test = suite("nearCandidates()");

test("nearCandidates() proposes exactly the pairs of a distance of 4 or less, each once", () => {
  const random = seededRandom(3);
  const hash = Uint32Array.from({ length: 2 * 400 }, () => random() * 2 ** 32);
  for (let row = 200; row < 400; row += 1) {
    // Copies of the first half, up to eight bits off.
    hash.set(hash.subarray((row - 200) * 2, (row - 200) * 2 + 2), row * 2);
    for (let flip = 0; flip < row % 9; flip += 1) {
      const bit = Math.floor(random() * 64);
      hash[row * 2 + (bit >> 5)]! ^= 1 << (bit & 31);
    }
  }
  const rows = [...Array(400).keys()];
  const { pairs, bounded } = nearCandidates({ hash }, rows, () => true);
  const expected: string[] = [];
  for (const a of rows) {
    for (const b of rows.slice(a + 1)) {
      if (hammingDistance(hash[a * 2]!, hash[a * 2 + 1]!, hash[b * 2]!, hash[b * 2 + 1]!) <= 4)
        expected.push(`${a}-${b}`);
    }
  }
  assert.ok(expected.length > 100);
  assert.equal(
    pairs
      .filter(({ mirrored }) => !mirrored)
      .map(({ a, b }) => `${a}-${b}`)
      .toSorted(),
    expected.toSorted(),
  );
  assert.not(bounded);
});

test("nearCandidates() stops if all images look alike, and says so", () => {
  const rows = [...Array(30_000).keys()];
  const { pairs, bounded } = nearCandidates({ hash: new Uint32Array(60_000) }, rows, () => true);
  assert.is(pairs.length, 100_000);
  assert.ok(bounded);
});

test("mirroredHash() is the hash of the mirrored image", () => {
  const random = seededRandom(5);
  const rgb = Uint8Array.from({ length: 64 * 64 * 3 }, () => random() * 256);
  const [own, mirrored] = [rgb, mirror(rgb)].map((image) => {
    const hash = new Uint32Array(2);
    differenceHash(hash, 0, lumaOf(image).plane);
    return [...hash];
  });
  assert.equal(own!.map(mirroredHash), mirrored);
  assert.equal(mirror(mirror(rgb)), rgb);
});

test.run();
