import { suite } from "uvu";
import * as assert from "uvu/assert";
import { narrowTflite } from "@inception-edge/testing/networks/narrow-tflite";
import { readTflite } from "./read-tflite.ts";
import { TfliteError } from "./tflite-error.ts";
import { writeTflite } from "./write-tflite.ts";

const read = suite("readTflite()");

const whole = writeTflite(narrowTflite());

/** Undefined where the bytes are read. Fails on any other error. */
function problemOf(bytes: Uint8Array): string | undefined {
  try {
    readTflite(bytes);
    return undefined;
  } catch (error) {
    assert.instance(error, TfliteError);
    return (error as TfliteError).message;
  }
}

read("refuses another format by name", () => {
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0);
  assert.is(
    problemOf(png),
    'Cannot use TFLite model: not a TFLite file: 12 bytes without "TFL3" at byte 4',
  );
  assert.match(problemOf(new Uint8Array()) ?? "", "0 bytes");
});

read("refuses every truncation, or reads what was left whole", () => {
  const cuts = Array.from({ length: 500 }, (_, index) => Math.floor((index * whole.length) / 500));
  for (const cut of cuts) assert.ok(problemOf(whole.subarray(0, cut)), `${cut} bytes`);
});

read("survives a changed byte anywhere in the file's structure", () => {
  // Weights come first and may be any numbers; the tables are after them.
  const from = whole.length - 24_000;
  const outcomes = Array.from({ length: 2000 }, (_, index) => {
    const bytes = whole.slice();
    const at = from + index * 12;
    bytes[at]! ^= 1 << (index % 8);
    return problemOf(bytes);
  });
  assert.ok(outcomes.filter((outcome) => outcome !== undefined).length > 500, "most are noticed");
});

read("ignores what follows the model, such as the ZIP of labels", () => {
  const longer = new Uint8Array(whole.length + 5000);
  longer.set(whole);
  assert.equal(readTflite(longer), narrowTflite());
});

read("reads bytes that start at an odd offset of their buffer", () => {
  const shifted = new Uint8Array(whole.length + 1);
  shifted.set(whole, 1);
  assert.equal(readTflite(shifted.subarray(1)), narrowTflite());
});

read.run();
