/** Digital corruptions: contrast, pixelation and JPEG compression; `elastic.ts` has the fourth. */
import { loadDecoder } from "@inception-edge/image";
import { loadJpegEncoder } from "@inception-edge/image/encode";
import { severities, SIZE, sideOf, toBytes, type BySeverity, type Corrupt } from "./corruption.ts";

/** The factor that remains of each value's distance from its channel's mean. */
const CONTRAST: BySeverity<number> = { 1: 0.4, 2: 0.3, 3: 0.2, 4: 0.1, 5: 0.05 };

/** Pixels per side of an image of 64: 0.9, 0.8 … 0.5 of it. */
const PIXELATE_SIDE: BySeverity<number> = { 1: 57, 2: 51, 3: 44, 4: 38, 5: 32 };

/** JPEG quality on libjpeg's scale. */
const JPEG_QUALITY: BySeverity<number> = { 1: 65, 2: 58, 3: 50, 4: 40, 5: 25 };

export const contrast: Corrupt = (rgb, severity) => {
  const kept = CONTRAST[severity];
  const means = [0, 0, 0];
  for (let index = 0; index < rgb.length; index += 1)
    means[index % 3]! += rgb[index]! / (rgb.length / 3);
  return toBytes(
    new Float32Array(rgb).map(
      (value, index) => means[index % 3]! + kept * (value - means[index % 3]!),
    ),
  );
};

/** Reduces the image to fewer pixels by area averaging, and enlarges them as squares. */
export const pixelate: Corrupt = (rgb, severity) => {
  const size = sideOf(rgb);
  const side = Math.round(PIXELATE_SIDE[severity] * (size / SIZE));
  const cells = cellsOf(side, size);
  /** `[side, size, 3]`: reduced vertically only. */
  const rows = new Float32Array(side * size * 3);
  for (const [row, cell] of cells.entries()) {
    for (const { position, share } of cell) {
      for (let index = 0; index < size * 3; index += 1) {
        rows[row * size * 3 + index]! += share * rgb[position * size * 3 + index]!;
      }
    }
  }
  const reduced = new Float32Array(side * side * 3);
  for (const [column, cell] of cells.entries()) {
    for (const { position, share } of cell) {
      for (let row = 0; row < side; row += 1) {
        const [from, to] = [(row * size + position) * 3, (row * side + column) * 3];
        for (let channel = 0; channel < 3; channel += 1) {
          reduced[to + channel]! += share * rows[from + channel]!;
        }
      }
    }
  }
  /** The cell that contains a pixel's center, by coordinate. */
  const shown = Array.from({ length: size }, (_, index) =>
    Math.floor(((index + 0.5) * side) / size),
  );
  const enlarged = new Float32Array(rgb.length).map((_, index) => {
    const pixel = Math.floor(index / 3);
    const row = shown[Math.floor(pixel / size)]!;
    return reduced[(row * side + shown[pixel % size]!) * 3 + (index % 3)]!;
  });
  return toBytes(enlarged);
};

/** For each of `side` equal parts of `size` pixels: the pixels in it, each with its share of that part. */
function cellsOf(
  side: number,
  size: number,
): { readonly position: number; readonly share: number }[][] {
  const width = size / side;
  return Array.from({ length: side }, (_, cell) => {
    const [start, end] = [cell * width, (cell + 1) * width];
    const parts = [];
    for (let position = Math.floor(start); position < Math.min(end, size); position += 1) {
      const share = (Math.min(end, position + 1) - Math.max(start, position)) / width;
      if (share > 0) parts.push({ position, share });
    }
    return parts;
  });
}

/** JPEG compression and decompression, with the project's own decoder. */
export async function loadJpegCompression(): Promise<Corrupt> {
  const decoder = await loadDecoder();
  const encoders = new Map(
    await Promise.all(
      severities.map(
        async (severity) => [severity, await loadJpegEncoder(JPEG_QUALITY[severity])] as const,
      ),
    ),
  );
  return (rgb, severity) => {
    const side = sideOf(rgb);
    const rgba = new Uint8Array(side * side * 4).fill(255);
    for (let pixel = 0; pixel < side * side; pixel += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        rgba[4 * pixel + channel] = rgb[3 * pixel + channel]!;
      }
    }
    return decoder.decode(encoders.get(severity)!(rgba, side)).rgb;
  };
}
