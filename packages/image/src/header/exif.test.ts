import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exifTiff } from "@inception-edge/testing/images/jpeg-file";
import { exifOrientation } from "./exif.ts";
import type { Orientation } from "./image-header.ts";

const exif = suite("exifOrientation()");

for (const order of ["II", "MM"] as const) {
  exif(`exifOrientation() reads all eight in byte order ${order}`, () => {
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8] as const) {
      assert.is(exifOrientation(Uint8Array.from(exifTiff(orientation, order))), orientation);
    }
  });
}

exif("exifOrientation() reads a value that is a LONG, in both byte orders", () => {
  // Order, 42, the directory at byte 8, one entry: the tag, LONG, one of them, 6.
  const big = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 4, 0, 0, 0, 1, 0, 0, 0, 6];
  const little = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 4, 0, 1, 0, 0, 0, 6, 0, 0, 0];
  for (const tiff of [big, little]) assert.is(exifOrientation(Uint8Array.from(tiff)), 6);
});

exif("exifOrientation() reads it behind one header or two", () => {
  const header = [...new TextEncoder().encode("Exif\0\0")];
  for (const before of [header, [...header, ...header]]) {
    assert.is(exifOrientation(Uint8Array.from([...before, ...exifTiff(8)])), 8);
  }
});

exif("exifOrientation() is upright for values that do not exist", () => {
  for (const value of [0, 9, 255]) {
    assert.is(exifOrientation(Uint8Array.from(exifTiff(value as Orientation))), 1);
  }
});

exif("exifOrientation() is upright for EXIF cut off anywhere before the value", () => {
  const tiff = Uint8Array.from(exifTiff(6));
  for (let length = 0; length < 22; length += 1) {
    assert.is(exifOrientation(tiff.subarray(0, length)), 1);
  }
});

exif("exifOrientation() never throws, whatever the bytes", () => {
  const tiff = Uint8Array.from(exifTiff(6));
  for (let at = 0; at < tiff.length; at += 1) {
    for (const value of [0, 1, 127, 128, 255]) {
      const orientation = exifOrientation(tiff.with(at, value));
      assert.ok(orientation >= 1 && orientation <= 8);
    }
  }
});

exif.run();
