/** A camera's frame as the pixels that the input contract is applied to. */
import type { RgbImage } from "@inception-edge/image";
import type { Frame } from "./messages.ts";

/** RGBA to RGB: a camera has nothing transparent. */
export function readFrame({ width, height, rgba }: Frame): RgbImage {
  const from = new Uint8Array(rgba);
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0, to = 0; to < rgb.length; at += 4, to += 3) {
    rgb[to] = from[at]!;
    rgb[to + 1] = from[at + 1]!;
    rgb[to + 2] = from[at + 2]!;
  }
  return { width, height, rgb };
}
