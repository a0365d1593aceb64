import { suite } from "uvu";
import * as assert from "uvu/assert";
import { imageFormats } from "./image-header.ts";
import { namedImageFormat } from "./named-format.ts";

const test = suite("namedImageFormat()");

test("knows the extensions of every format, in any case", () => {
  for (const format of imageFormats) assert.is(namedImageFormat(`a.${format}`), format);
  for (const name of ["a.jpg", "a/b.JPE", "c.d.JFIF", "a.pjpeg", "a.Pjp"]) {
    assert.is(namedImageFormat(name), "jpeg", name);
  }
  assert.is(namedImageFormat("moving.apng"), "png");
  for (const name of ["IMG_1.HEIC", "a.heif", "a.hif"]) {
    assert.is(namedImageFormat(name), "heic", name);
  }
});

test("knows none of other names", () => {
  for (const name of [
    "",
    "jpg",
    "a.jpg/b",
    "a.jpg.txt",
    "a.",
    "a.tiff",
    "a.jpg.",
    ".constructor",
  ]) {
    assert.is(namedImageFormat(name), undefined, name);
  }
});

test.run();
