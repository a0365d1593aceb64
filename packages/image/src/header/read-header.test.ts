import { suite } from "uvu";
import * as assert from "uvu/assert";

import { gifFile } from "../../test/gif-file.ts";
import { exifTiff, jpegFixture } from "../../test/jpeg-file.ts";
import { pngFile } from "../../test/png-file.ts";
import { throwsImageError } from "../../test/throws-image-error.ts";
import { readHeader } from "./read-header.ts";

const header = suite("readHeader()");

const jpeg = jpegFixture("baseline 4:2:0").file;
const png = pngFile({ width: 5, height: 3, colourType: 6, bitDepth: 16, sample: () => 9 });
const gif = gifFile({ width: 7, height: 4, palette: new Uint8Array(768), index: () => 1 });

header("readHeader() tells the format by the magic bytes", () => {
  assert.equal(
    [jpeg, png, gif].map((file) => readHeader(file).format),
    ["jpeg", "png", "gif"],
  );
});

header("readHeader() takes the orientation from a PNG's eXIf", () => {
  const chunks = { eXIf: Uint8Array.from(exifTiff(5)) };
  const turned = pngFile({
    width: 5,
    height: 3,
    colourType: 2,
    bitDepth: 8,
    sample: () => 9,
    chunks,
  });
  assert.is(readHeader(turned).orientation, 5);
});

header("readHeader() tells a PNG", () => {
  assert.equal(readHeader(png), {
    format: "png",
    width: 5,
    height: 3,
    channels: 4,
    bitDepth: 16,
    orientation: 1,
    progressive: false,
    scans: 1,
    complete: true,
  });
});

header("readHeader() tells a GIF by its first image", () => {
  assert.equal(readHeader(gif), {
    format: "gif",
    width: 7,
    height: 4,
    channels: 3,
    bitDepth: 8,
    orientation: 1,
    progressive: false,
    scans: 1,
    complete: true,
  });
});

for (const [name, file] of Object.entries({ jpeg, png, gif })) {
  header(
    `readHeader() of a ${name} cut off anywhere is incomplete, truncated or unsupported`,
    () => {
      // A GIF needs no trailer: its last byte says only that no other image follows.
      const end = name === "gif" ? file.length - 1 : file.length;
      for (let length = 1; length < end; length += 1) {
        const part = file.subarray(0, length);
        try {
          assert.not(readHeader(part).complete);
        } catch (error) {
          const code = (error as { code?: string }).code;
          assert.ok(
            code === "truncated" || (code === "unsupported" && length < 8),
            `${code} at byte ${length}`,
          );
        }
      }
    },
  );
}

header("readHeader() refuses an empty file as empty", () => {
  throwsImageError(() => readHeader(new Uint8Array(0)), "empty", /0 bytes/);
});

header("readHeader() refuses other files as unsupported and shows how they begin", () => {
  throwsImageError(
    () => readHeader(new TextEncoder().encode("<!DOCTYPE html>")),
    "unsupported",
    /3c 21 44/,
  );
  throwsImageError(
    () => readHeader(new TextEncoder().encode("RIFF....WEBPVP8 ")),
    "unsupported",
    /52 49 46 46/,
  );
  throwsImageError(() => readHeader(Uint8Array.of(0)), "unsupported", /00/);
});

header("readHeader() refuses sizes of 0 and colour types that do not exist", () => {
  throwsImageError(() => readHeader(png.with(19, 0)), "corrupt", /0x3/);
  throwsImageError(() => readHeader(png.with(25, 5)), "corrupt", /colour type 5/);
  throwsImageError(() => readHeader(png.with(24, 2)), "corrupt", /2 bits/);
  throwsImageError(() => readHeader(gif.with(6, 0)), "corrupt", /0x4/);
});

header("readHeader() refuses a GIF whose image does not lie on its canvas", () => {
  const frame = { left: 4, top: 0, width: 4, height: 4 };
  const beyond = gifFile({
    width: 7,
    height: 4,
    frame,
    palette: new Uint8Array(768),
    index: () => 1,
  });
  throwsImageError(() => readHeader(beyond), "corrupt", /8x4 on a canvas of 7x4/);
});

header("readHeader() reads a view into a larger buffer", () => {
  const buffer = new Uint8Array(jpeg.length + 100).fill(0xff);
  buffer.set(jpeg, 50);
  assert.equal(readHeader(buffer.subarray(50, 50 + jpeg.length)), readHeader(jpeg));
});

header.run();
