/** Valid images for tests, one of each format, with their properties. */
import { avifFixture } from "@inception-edge/testing/images/avif-file";
import type { Fixture } from "@inception-edge/testing/images/fixture";
import { gifFile } from "@inception-edge/testing/images/gif-file";
import { heicFixture } from "@inception-edge/testing/images/heic-file";
import { exifSegment, jpegFixture, withSegments } from "@inception-edge/testing/images/jpeg-file";
import { webpFixture } from "@inception-edge/testing/images/webp-file";
import { goldenImage } from "./tiny-bundle.ts";

export interface TestImage {
  readonly type: string;
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const jpeg = jpegFixture("progressive 4:2:0");

export const jpegImage: TestImage = {
  type: "image/jpeg",
  format: "jpeg",
  width: jpeg.width,
  height: jpeg.height,
  bytes: Uint8Array.from(jpeg.file),
};

export const pngImage: TestImage = {
  type: "image/png",
  format: "png",
  width: 30,
  height: 20,
  bytes: Uint8Array.from(goldenImage),
};

export const gifImage: TestImage = {
  type: "image/gif",
  format: "gif",
  width: 12,
  height: 9,
  bytes: Uint8Array.from(
    gifFile({
      width: 12,
      height: 9,
      palette: new Uint8Array(256 * 3).map((_, index) => (index * 7) % 256),
      index: (x, y) => x * 9 + y,
    }),
  ),
};

export const webpImage: TestImage = testImage("webp", webpFixture("lossy with alpha"));
export const avifImage: TestImage = testImage("avif", avifFixture("with alpha"));
export const heicImage: TestImage = testImage("heic", heicFixture("turned 6"));

function testImage(format: string, { width, height, file }: Fixture): TestImage {
  return { type: `image/${format}`, format, width, height, bytes: Uint8Array.from(file) };
}

/** The JPEG as a turned camera stores it. */
export function turnedJpeg(orientation: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(withSegments(jpeg.file, exifSegment(orientation)));
}
