/** An image like those that the tiny bundle was fitted on, and one that it marks as out of distribution. */
import { drawStrangeImages } from "@inception-edge/bundle";
import { pngFile } from "@inception-edge/testing/images/png-file";

const [drawn] = drawStrangeImages("drawn", 1);

/** One of those images. */
export const usualImage: Buffer<ArrayBuffer> = Buffer.from(
  Uint8Array.from(
    pngFile({
      width: drawn!.width,
      height: drawn!.height,
      colourType: 2,
      bitDepth: 8,
      sample: (x, y, channel) => drawn!.rgb[(y * drawn!.width + x) * 3 + channel]!,
    }),
  ).buffer,
);

/** Its stripes are narrower than any that were drawn, and of the purest red. */
export const strangeImage: Buffer<ArrayBuffer> = Buffer.from(
  Uint8Array.from(
    pngFile({
      width: 64,
      height: 64,
      colourType: 2,
      bitDepth: 8,
      sample: (x, _, channel) => (channel === 0 && x % 4 < 2 ? 255 : 0),
    }),
  ).buffer,
);
