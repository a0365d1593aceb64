/** WebPs for tests: the fixtures Pillow made, and files put together of their chunks. */
import { findFixture, readFixtures, type Fixture } from "./fixture.ts";
import fixtures from "./fixtures/webp.json" with { type: "json" };
import { concat } from "./png-file.ts";

export const webpFixtures: readonly Fixture[] = readFixtures(fixtures);

export function webpFixture(name: string): Fixture {
  return findFixture(webpFixtures, name);
}

/** The chunks of a WebP, each whole, without the file's own. */
export function webpChunks(webp: Uint8Array): Uint8Array[] {
  const view = new DataView(webp.buffer, webp.byteOffset);
  const chunks: Uint8Array[] = [];
  for (let at = 12; at < webp.length;) {
    const end = at + 8 + view.getUint32(at + 4, true);
    chunks.push(webp.subarray(at, end + (end & 1)));
    at = end + (end & 1);
  }
  return chunks;
}

export function webpFile(...chunks: readonly Uint8Array[]): Uint8Array {
  const body = concat([new TextEncoder().encode("WEBP"), ...chunks]);
  return riffChunk("RIFF", body);
}

export function riffChunk(name: string, data: Uint8Array): Uint8Array {
  const { length } = data;
  const size = [length & 255, (length >> 8) & 255, (length >> 16) & 255, length >>> 24];
  const padding = new Uint8Array(length & 1);
  return concat([new TextEncoder().encode(name), Uint8Array.from(size), data, padding]);
}

/** VP8X: what the file holds, and its canvas. */
export function webpScreen(width: number, height: number, flags = 0): Uint8Array {
  const body = [flags, 0, 0, 0, ...u24(width - 1), ...u24(height - 1)];
  return riffChunk("VP8X", Uint8Array.from(body));
}

export interface WebpFrame {
  /** Even numbers. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly chunks: readonly Uint8Array[];
}

/** ANMF: a frame of an animation. */
export function webpFrame({ left, top, width, height, chunks }: WebpFrame): Uint8Array {
  const place = [...u24(left / 2), ...u24(top / 2), ...u24(width - 1), ...u24(height - 1)];
  return riffChunk("ANMF", concat([Uint8Array.from([...place, 100, 0, 0, 0]), ...chunks]));
}

function u24(value: number): number[] {
  return [value & 255, (value >> 8) & 255, value >> 16];
}
