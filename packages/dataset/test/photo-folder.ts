/** Writes folders of small images, as people have them. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pngFile } from "@inception-edge/testing/images/png-file";
import { seededRandom } from "../src/random.ts";

/** A PNG of 8 × 8 pixels of noise; each seed gives another, near to no other. */
export function photo(seed: number): Uint8Array {
  const noise = Array.from({ length: 64 }, seededRandom(seed));
  const sample = (x: number, y: number, channel: number): number =>
    Math.floor(noise[8 * y + x]! * 200) + 20 * channel;
  return pngFile({ width: 8, height: 8, colourType: 2, bitDepth: 8, sample });
}

/** Writes files by their paths; their folders are made. */
export async function writeFiles(
  root: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

/** Images by path: `count` in each folder, each another one. */
export function photos(
  folders: readonly string[],
  count: number,
  extension: string = ".png",
): Record<string, Uint8Array> {
  return Object.fromEntries(
    folders.flatMap((folder, index) =>
      Array.from({ length: count }, (_, number) => [
        `${folder}/${number}${extension}`,
        photo(index * count + number),
      ]),
    ),
  );
}
