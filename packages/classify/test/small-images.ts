/** Small images, each another one. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { noise } from "@inception-edge/testing/images/noise";
import { pngFile } from "@inception-edge/testing/images/png-file";

/** A PNG of about a kilobyte, of one of 77 sizes. */
export function smallImage(seed: number): Uint8Array {
  const [width, height] = [16 + (seed % 7), 16 + (Math.floor(seed / 7) % 11)];
  const { rgb } = noise(width, height);
  const sample = (x: number, y: number, channel: number): number =>
    rgb[(y * width + x) * 3 + channel]!;
  return pngFile({ width, height, colourType: 2, bitDepth: 8, sample });
}

/** `folder/a/000.png`, `folder/b/001.png`, `folder/a/002.png` … */
export async function writeSmallImages(folder: string, count: number): Promise<void> {
  for (const inner of ["a", "b"]) await mkdir(join(folder, inner), { recursive: true });
  for (let seed = 0; seed < count; seed += 1) {
    const name = `${String(seed).padStart(3, "0")}.png`;
    await writeFile(join(folder, seed % 2 === 0 ? "a" : "b", name), smallImage(seed));
  }
}
