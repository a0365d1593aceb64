import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exifTiff } from "@inception-edge/testing/images/jpeg-file";
import {
  riffChunk,
  webpChunks,
  webpFile,
  webpFixture,
  webpFixtures,
  webpFrame,
  webpScreen,
} from "@inception-edge/testing/images/webp-file";
import { throwsImageError } from "../../test/throws-image-error.ts";
import { loadDecoder } from "../decoder.ts";
import { orient } from "../orient.ts";

const webps = suite("decode() of a WebP");
const decoder = await loadDecoder({ formats: ["webp"] });

for (const { name, file, width, height, rgb } of webpFixtures) {
  webps(`decode() of a ${name} WebP equals Pillow in every byte`, () => {
    const image = decoder.decode(file);
    assert.equal([image.width, image.height], [width, height]);
    assert.equal(image.rgb, rgb);
    assert.is(image.header.channels, name.includes("alpha") ? 4 : 3);
  });
}

const lossy = webpFixture("lossy");
const EXIF_FLAG = 0x08;
const ANIMATION_FLAG = 0x02;

for (const orientation of [1, 3, 6, 7] as const) {
  webps(`decode() turns a WebP whose EXIF says ${orientation} upright`, () => {
    const { width, height, file, rgb } = lossy;
    const exif = riffChunk("EXIF", Uint8Array.from(exifTiff(orientation, "II")));
    const turned = webpFile(webpScreen(width, height, EXIF_FLAG), ...webpChunks(file), exif);
    const { header, ...image } = decoder.decode(turned);
    assert.is(header.orientation, orientation);
    assert.equal(image, orient({ width, height, rgb }, orientation));
  });
}

for (const name of ["lossy", "lossless with alpha", "lossy with alpha"]) {
  webps(`decode() of an animation is its first frame, here ${name}, at its place`, () => {
    const { file, width, height, rgb } = webpFixture(name);
    const chunks = webpChunks(file).filter((chunk) => chunk[3] !== "X".charCodeAt(0));
    const canvas = { width: width + 9, height: height + 5 };
    const first = webpFrame({ left: 4, top: 2, width, height, chunks });
    const rest = { left: 0, top: 0, width: lossy.width, height: lossy.height };
    const second = webpFrame({ ...rest, chunks: webpChunks(lossy.file) });
    const control = riffChunk("ANIM", new Uint8Array(6));
    const screen = webpScreen(canvas.width, canvas.height, ANIMATION_FLAG);
    const image = decoder.decode(webpFile(screen, control, first, second));
    assert.equal([image.width, image.height], [canvas.width, canvas.height]);
    const expected = new Uint8Array(canvas.width * canvas.height * 3).fill(255);
    for (let y = 0; y < height; y += 1) {
      const line = rgb.subarray(y * width * 3, (y + 1) * width * 3);
      expected.set(line, ((y + 2) * canvas.width + 4) * 3);
    }
    assert.equal(image.rgb, expected);
  });
}

webps("decode() does not rely on the length in the file's header", () => {
  for (const length of [0, 20, 255]) {
    assert.equal(decoder.decode(lossy.file.with(4, length)).rgb, lossy.rgb);
  }
});

webps("decode() of a WebP cut off anywhere is truncated, once its size is known", () => {
  for (const { file } of webpFixtures) {
    for (let length = 16; length < file.length - 1; length += 7) {
      throwsImageError(() => decoder.decode(file.subarray(0, length)), "truncated", /ends/);
    }
  }
});

webps("decode() refuses an image that does not fit on its canvas", () => {
  const { width, height, file } = lossy;
  const beyond = webpFrame({ left: 2, top: 0, width, height, chunks: webpChunks(file) });
  const narrow = webpFile(webpScreen(width, height, ANIMATION_FLAG), beyond);
  throwsImageError(
    () => decoder.decode(narrow),
    "corrupt",
    /reaches to 29x19 on a canvas of 27x19/,
  );
});

webps("decode() of damaged data is corrupt, and the next image decodes as ever", () => {
  const { file } = webpFixture("lossless with alpha");
  const damaged = file.map((byte, at) => (at > 60 ? 0xff : byte));
  throwsImageError(() => decoder.decode(damaged), "corrupt", /Cannot decode webp/);
  throwsImageError(() => decoder.decode(webpFile(webpScreen(9, 9))), "corrupt", /no image/);
  assert.equal(decoder.decode(lossy.file).rgb, lossy.rgb);
});

webps.run();
