/// <reference lib="dom" />
/**
 * Proves at start-up that the codecs give the pixels they always gave. Their calling convention is
 * undocumented, and a wrong guess would not throw but return other pixels.
 */
import type { ImageFormat } from "./header/image-header.ts";
import type { RgbImage } from "./rgb-image.ts";
import { sha256 } from "./sha256.ts";

interface Specimen {
  readonly format: ImageFormat;
  readonly base64: string;
  /** Of its pixels over white. */
  readonly sha256: string;
}

const SPECIMENS: readonly Specimen[] = [
  {
    format: "jpeg", // 16x16, 4:2:0, rings over a gradient
    base64:
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAoHBwgHBgoICAgLCgoLDhgQDg0NDh0VFhEYIx8lJCIfIiEmKzcvJik0KSEiMEExNDk7Pj4+JS5ESUM8SDc9Pjv/2wBDAQoLCw4NDhwQEBw7KCIoOzs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozv/wAARCAAQABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAABgX/xAAfEAACAgIBBQAAAAAAAAAAAAACAwABBAUREjFBYXH/xAAUAQEAAAAAAAAAAAAAAAAAAAAF/8QAHREBAAEDBQAAAAAAAAAAAAAAAQQAAhEFBiEx0f/aAAwDAQACEQMRAD8Ak6Racda6sO/qNFYSyTRiNVBuiepgBfUPy/EaY2SJBQBfPMMkaHMZCX2YDt8pHc0yIxLsI5OCv//Z",
    sha256: "6a34879c04bf560b0711817f192062e90507002c80f1626717ea1685e6d15ed2",
  },
  {
    format: "png", // 2x2, RGBA: red, half-transparent green, blue, nothing
    base64:
      "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAAGUlEQVR42gXBsQEAAAjDINZ+7ecRRHKobR47LQWXYTxbMQAAAABJRU5ErkJggg==",
    sha256: "c728f7fcbba02a8b6a9427862215af147e26380c8344ee87c33a5169cb0049ff",
  },
  {
    format: "gif", // 2x2: red, green, blue, nothing
    base64: "R0lGODlhAgACAIEAAP8AAAD/AAAA/wkJCSH5BAEAAAMALAAAAAACAAIAAAgHAAEEEDAgIAA7",
    sha256: "6733cdd08e5c7ef0453e2759ef0d28fbd43ea2aa7883b55422a13dac38e23ecc",
  },
];

/**
 * Decodes a small image of each format, over white.
 *
 * @throws {Error} one of them cannot be decoded or has other pixels than expected
 */
export async function selfTest(decode: (bytes: Uint8Array) => RgbImage): Promise<void> {
  for (const { format, base64, sha256: expected } of SPECIMENS) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const actual = await sha256(decode(bytes).rgb);
    if (actual !== expected) {
      throw new Error(
        `Cannot trust the ${format} codec on this host: the pixels of its test image have the sha256 ${actual}, expected ${expected}`,
      );
    }
  }
}
