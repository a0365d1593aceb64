/** A class-activation map as an image to lay over the one that it explains. */
import type { InputContract } from "@inception-edge/bundle/input";
import { resizeBilinear } from "@inception-edge/image";
import { encodePng } from "@inception-edge/image/encode";

/** Pixels of the longer side: fine enough for a map of a few cells, and quick to encode. */
const LONGER_SIDE = 224;
/** From weak to strong. Alpha grows with the strength, so weak regions show the image as it is. */
const COOL = [64, 32, 200] as const;
const WARM = [255, 190, 40] as const;
const STRONGEST_ALPHA = 190;

/**
 * @param map `[side, side]` in [0, 1], over the network's input
 * @param image width and height of the upright image
 * @returns a PNG in the image's proportions, RGBA
 */
export function encodeOverlay(
  map: Float32Array,
  image: { readonly width: number; readonly height: number },
  { resize, size, storedSize }: Pick<InputContract, "resize" | "size" | "storedSize">,
): Uint8Array {
  const scale = LONGER_SIDE / Math.max(image.width, image.height);
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  // A center crop shows the network only the middle of the image.
  const seen = resize === "center-crop" ? size / storedSize : 1;
  const innerWidth = Math.max(1, Math.round(width * seen));
  const innerHeight = Math.max(1, Math.round(height * seen));
  const strengths = enlarge(map, innerWidth, innerHeight);
  const left = (width - innerWidth) >> 1;
  const top = (height - innerHeight) >> 1;
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < innerHeight; y += 1) {
    for (let x = 0; x < innerWidth; x += 1) {
      const strength = strengths[y * innerWidth + x]! / 255;
      rgba.set(color(strength), ((y + top) * width + x + left) * 4);
    }
  }
  return encodePng(rgba, width, 3);
}

/** 0..255, by the image package's own resize. */
function enlarge(map: Float32Array, width: number, height: number): Uint8Array {
  const side = Math.sqrt(map.length);
  const rgb = new Uint8Array(map.length * 3);
  for (const [index, value] of map.entries())
    rgb.fill(Math.round(value * 255), index * 3, index * 3 + 3);
  const enlarged = resizeBilinear({ width: side, height: side, rgb }, width, height).rgb;
  return new Uint8Array(width * height).map((_, index) => enlarged[index * 3]!);
}

function color(strength: number): [number, number, number, number] {
  const mix = (cool: number, warm: number): number => cool + strength * (warm - cool);
  return [
    mix(COOL[0], WARM[0]),
    mix(COOL[1], WARM[1]),
    mix(COOL[2], WARM[2]),
    STRONGEST_ALPHA * strength,
  ];
}
