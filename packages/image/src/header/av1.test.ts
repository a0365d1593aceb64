import { suite } from "uvu";
import * as assert from "uvu/assert";
import { measureAv1 } from "./av1.ts";

const extents = suite("measureAv1()");

const SEQUENCE_HEADER = 1;
const FRAME_HEADER = 3;
const FRAME = 6;

/** Bits from a list of [value, count]. */
function bits(...fields: readonly (readonly [value: number, count: number])[]): number[] {
  const text = fields.map(([value, count]) => value.toString(2).padStart(count, "0")).join("");
  const bytes = Math.ceil(text.length / 8);
  return Array.from({ length: bytes }, (_, at) =>
    Number.parseInt(text.slice(8 * at, 8 * at + 8).padEnd(8, "0"), 2),
  );
}

/** A unit that says its size. */
function obu(type: number, payload: readonly number[]): number[] {
  return [(type << 3) | 2, payload.length, ...payload];
}

const size = [
  [9, 4],
  [8, 4],
  [799, 10],
  [479, 9],
] as const; // 800x480
const reduced = bits([0, 3], [1, 1], [1, 1], [5, 5], ...size);
const full = bits(
  [0, 3],
  [0, 1],
  [0, 1], // not reduced
  [1, 1], // timing
  [1, 32],
  [25, 32],
  [1, 1], // equal intervals
  [0b0001010, 7], // uvlc
  [1, 1], // decoder model
  [9, 5],
  [1, 32],
  [9, 5],
  [9, 5],
  [1, 1], // initial delays
  [1, 5], // two operating points
  [0, 12],
  [9, 5],
  [0, 1], // tier
  [1, 1],
  [3, 10],
  [3, 10],
  [0, 1],
  [1, 1],
  [2, 4],
  [0, 12],
  [5, 5],
  [0, 1],
  [0, 1],
  ...size,
);

for (const [name, sequence] of Object.entries({ reduced, full })) {
  extents(`measureAv1() reads the largest frame of a ${name} sequence header`, () => {
    const data = Uint8Array.from([18, 0, ...obu(SEQUENCE_HEADER, sequence), ...obu(FRAME, [0, 0])]);
    assert.equal(measureAv1(data), { width: 800, height: 480, frames: 1 });
  });
}

extents(
  "measureAv1() takes the largest of several headers, and counts frames of both kinds",
  () => {
    const small = bits([0, 3], [1, 1], [1, 1], [5, 5], [3, 4], [3, 4], [9, 4], [9, 4]);
    const data = [reduced, small].flatMap((sequence) => [
      ...obu(SEQUENCE_HEADER, sequence),
      ...obu(FRAME_HEADER, [0]),
      ...obu(FRAME, [0]),
    ]);
    assert.equal(measureAv1(Uint8Array.from(data)), { width: 800, height: 480, frames: 4 });
  },
);

extents("measureAv1() reads a last unit that does not say its size, behind an extension", () => {
  const data = [SEQUENCE_HEADER << 3, ...reduced];
  assert.equal(measureAv1(Uint8Array.from(data)), { width: 800, height: 480, frames: 0 });
  const extended = [(SEQUENCE_HEADER << 3) | 4, 0, ...reduced];
  assert.equal(measureAv1(Uint8Array.from(extended)), { width: 800, height: 480, frames: 0 });
});

extents("measureAv1() takes a header that is cut off for a large one", () => {
  const { width } = measureAv1(Uint8Array.from(obu(SEQUENCE_HEADER, reduced.slice(0, 2))));
  assert.is(width, 1024); // ten bits, of which none has come
});

extents("measureAv1() ends whatever the bytes are", () => {
  for (let value = 0; value < 256; value += 1) measureAv1(new Uint8Array(1000).fill(value));
});

extents.run();
