/** AVIFs for tests: the fixtures Pillow made, and changes to their boxes. */
import { findFixture, readFixtures, type Fixture } from "./fixture.ts";
import fixtures from "./fixtures/avif.json" with { type: "json" };

export const avifFixtures: readonly Fixture[] = readFixtures(fixtures);

export function avifFixture(name: string): Fixture {
  return findFixture(avifFixtures, name);
}

/** Where the four letters first stand, from some byte on. */
export function findLetters(bytes: Uint8Array, letters: string, from = 0): number {
  const codes = Array.from(letters, (letter) => letter.charCodeAt(0));
  for (let at = from; at + 4 <= bytes.length; at += 1) {
    if (codes.every((code, index) => bytes[at + index] === code)) return at;
  }
  throw new Error(`Cannot find "${letters}" behind byte ${from}`);
}

/** A copy in which every such box or brand has another name. */
export function renamed(avif: Uint8Array, from: string, to: string): Uint8Array {
  const copy = avif.slice();
  const name = new TextEncoder().encode(to);
  for (let at = 0; ;) {
    try {
      at = findLetters(copy, from, at);
    } catch {
      return copy;
    }
    copy.set(name, at);
    at += 4;
  }
}
