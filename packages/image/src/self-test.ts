/// <reference lib="dom" />
/**
 * Proves when a codec is loaded that it gives the pixels it always gave. How codecs are called is undocumented,
 * and a wrong guess would not throw but return other pixels.
 */
import type { Codec } from "./codecs/codec.ts";
import type { ImageFormat } from "./header/image-header.ts";
import { readHeader } from "./header/read-header.ts";
import { sha256 } from "./sha256.ts";

interface Specimen {
  readonly base64: string;
  /** Of its pixels over white. */
  readonly sha256: string;
}

const SPECIMENS: Readonly<Record<ImageFormat, Specimen>> = {
  jpeg: {
    // 16x16, 4:2:0, rings over a gradient
    base64:
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAoHBwgHBgoICAgLCgoLDhgQDg0NDh0VFhEYIx8lJCIfIiEmKzcvJik0KSEiMEExNDk7Pj4+JS5ESUM8SDc9Pjv/2wBDAQoLCw4NDhwQEBw7KCIoOzs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozv/wAARCAAQABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAABgX/xAAfEAACAgIBBQAAAAAAAAAAAAACAwABBAUREjFBYXH/xAAUAQEAAAAAAAAAAAAAAAAAAAAF/8QAHREBAAEDBQAAAAAAAAAAAAAAAQQAAhEFBiEx0f/aAAwDAQACEQMRAD8Ak6Racda6sO/qNFYSyTRiNVBuiepgBfUPy/EaY2SJBQBfPMMkaHMZCX2YDt8pHc0yIxLsI5OCv//Z",
    sha256: "720079b562701d865f7fa546494dce6e05be12b3f4a4dcba484e3e672c3c1a70",
  },
  png: {
    // 2x2, RGBA: red, half-transparent green, blue, nothing
    base64:
      "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAAGUlEQVR42gXBsQEAAAjDINZ+7ecRRHKobR47LQWXYTxbMQAAAABJRU5ErkJggg==",
    sha256: "c728f7fcbba02a8b6a9427862215af147e26380c8344ee87c33a5169cb0049ff",
  },
  gif: {
    // 2x2: red, green, blue, nothing
    base64: "R0lGODlhAgACAIEAAP8AAAD/AAAA/wkJCSH5BAEAAAMALAAAAAACAAIAAAgHAAEEEDAgIAA7",
    sha256: "6733cdd08e5c7ef0453e2759ef0d28fbd43ea2aa7883b55422a13dac38e23ecc",
  },
  webp: {
    // 16x16, lossy with alpha, rings over a gradient
    base64:
      "UklGRvYAAABXRUJQVlA4WAoAAAAQAAAADwAADwAAQUxQSFYAAAARX6CgbRs2VQjt/omIQG8+Z64uwSqyrTYWngU0YAUNWKkGmoMOyeeVlx4FEf03m7aNsiftG8S4kMpnYjvgDgDgM61DyoRT8jwr/7kUXe+//HP33+XfDFZQOCB6AAAAsAIAnQEqEAAQAALATCWwAnQwTz9sgV7FhqKRuGAAAP7xIDgYIHUl9NVDnj2LWrF1lqcacHsoGtpgGfIOfZjUGLDBFa9l3miZ8yqf9nmw2uP+umSH6YW1lf7SGX3KPyP8idev6f5dxIP4YPc9Sj5d1T+vec/5DCPAAAA=",
    sha256: "4b11195dd1642f9b352df84353daf480033fd09493c2fe94e948b2698f313a45",
  },
  avif: {
    // 16x16, 4:2:0 with alpha, the same
    base64:
      "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAAGGbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAOcGl0bQAAAAAAAQAAACxpbG9jAAAAAEQAAAIAAQAAAAEAAAH1AAAARwACAAAAAQAAAa4AAABHAAAAQmlpbmYAAAAAAAIAAAAaaW5mZQIAAAAAAQAAYXYwMUNvbG9yAAAAABppbmZlAgAAAAACAABhdjAxQWxwaGEAAAAAGmlyZWYAAAAAAAAADmF1eGwAAgABAAEAAADDaXBycAAAAJ1pcGNvAAAAFGlzcGUAAAAAAAAAEAAAABAAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAAA5waXhpAAAAAAEIAAAADGF2MUOBABwAAAAAOGF1eEMAAAAAdXJuOm1wZWc6bXBlZ0I6Y2ljcDpzeXN0ZW1zOmF1eGlsaWFyeTphbHBoYQAAAAAeaXBtYQAAAAAAAAACAAEEAQKDBAACBAEFhgcAAACWbWRhdBIACgUYDP/5VDI8GYAQwRDM3eN1l2HUaxhR+2b7H6YkB+zYg5oAOU7d4UbXliIDo/1nv70QVPty+6XtLtusu/jkmHANQw+AEgAKCRgM/9sgIaDQgDI4GseHheHAACgAAAB1c8ZrA+mfNnKxwrCCb7XGEz7vObf98TmmN2/W0h9ZZreTthbK0bmM7y3q7cA=",
    sha256: "8ea45752c989ad550a5fb8ab2686ebb5ccfd1133ef2a872d6f7fd4e58ca6ab52",
  },
  heic: {
    // 16x16, 4:2:0, rings over a gradient
    base64:
      "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAXxtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABoAABAAAAAAAAAQMAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/GlwcnAAAADcaXBjbwAAAHVodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQApQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqrprm4CGgwIAAAAyAAAADAIRiAAEABkQBwXPBiQAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAAChjbGFwAAAAEAAAAAEAAAAQAAAAAf///9AAAAAC////0AAAAAIAAAAQcGl4aQAAAAADCAgIAAAAGGlwbWEAAAAAAAAAAQABBYECAwWEAAABC21kYXQAAAD/KAGvCcgi+JQe6YINRdhwsgvoO5gRpRgId9TNuHp4ud4ofLghPaAWPGfOA8BMWDy82RYc/XSklGo1HWTjvEYFSb6dkPA7he1VpxhfqQW6uoACkT5k54y9RQGwqLakDrqjRl5Ah5B6Lzwn3VfFElv6ZH2f6KCc/reVek8b9vbD0fid9mohuxsyAbExNfoRLlOaLJYKvEbWH0v6sQhaWt37Wz/aOwR+Np9LbUVCSRygRvjlrnOW1pWqpH0Tv00wX5aIDjX8PwWJGMgqVCYPdWvVH3XMWdKrLsUyayBbX7pdcmSCQ9nhTX9cy5NgRWKbJv6g6omZSMa6Pr0cbwRpzRFs",
    sha256: "81065dc10e596db79a181c06cbc01003133f966f801f3c4917fde9e43a0ad185",
  },
};

/**
 * Decodes a small image of the format.
 *
 * @param codec lays it over white
 * @throws {Error} it cannot be decoded or has other pixels than expected
 */
export async function selfTest(format: ImageFormat, codec: Codec): Promise<void> {
  const { base64, sha256: expected } = SPECIMENS[format];
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const actual = await sha256(codec(bytes, readHeader(bytes, [format])).rgb);
  if (actual !== expected) {
    throw new Error(
      `Cannot trust the ${format} codec on this host: the pixels of its test image have the sha256 ${actual}, expected ${expected}`,
    );
  }
}
