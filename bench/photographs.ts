/** Photographs of 12 megapixels for the benchmarks: drawn, about 1 MB each, no two equal. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { Canvas } from "../packages/image/src/canvas/mod.ts";
import { loadJpegEncoder } from "../packages/image/src/encode/mod.ts";
import { loadDecoder, resizeBilinear, type RgbImage } from "../packages/image/src/mod.ts";
import { noise } from "../packages/testing/src/images/noise.ts";

/** Images that are drawn; each is written many times, with other quantization tables. */
const DRAWN = 12;

/** JPEGs of 4000×3000 px. */
export async function drawPhotographs(): Promise<Uint8Array[]> {
  const encode = await loadJpegEncoder(85);
  return Array.from({ length: DRAWN }, (_, index) => {
    const grain: RgbImage = resizeBilinear(noise(300 + index, 220), 1000, 750);
    const { rgb, width } = resizeBilinear(grain, 4000, 3000);
    return encode(Canvas.fromRgb(rgb, width).rgba, width);
  });
}

/** Writes `count` of them as `even/0.jpg`, `odd/1.jpg` … of two classes. @returns the folder */
export async function writePhotographs(
  photographs: readonly Uint8Array[],
  folder: string,
  count: number,
): Promise<string> {
  for (let index = 0; index < count; index += 1) {
    const label = join(folder, index % 2 === 0 ? "even" : "odd");
    await mkdir(label, { recursive: true });
    const factor = 1 + Math.floor(index / DRAWN) / 40;
    await writeFile(join(label, `${index}.jpg`), requantized(photographs[index % DRAWN]!, factor));
  }
  return folder;
}

/** Reads and decodes all of a folder on this thread, and does nothing with them. */
export async function decodePhotographs(
  folder: string,
): Promise<{ readonly elapsedMs: number; readonly processorMs: number }> {
  const decoder = await loadDecoder();
  const paths = (await readdir(folder, { recursive: true })).filter((path) =>
    path.endsWith(".jpg"),
  );
  const [start, before] = [performance.now(), process.cpuUsage()];
  for (const path of paths) decoder.decode(await readFile(join(folder, path)));
  const { user, system } = process.cpuUsage(before);
  return { elapsedMs: performance.now() - start, processorMs: (user + system) / 1000 };
}

/** The JPEG with all values of its 8-bit quantization tables multiplied: an image of another contrast. */
function requantized(jpeg: Uint8Array, factor: number): Uint8Array {
  const changed = jpeg.slice();
  for (let at = 2; changed[at] === 0xff && changed[at + 1] !== 0xda;) {
    const length = changed[at + 2]! * 256 + changed[at + 3]!;
    if (changed[at + 1] === 0xdb) {
      for (let value = at + 5; value < at + 2 + length; value += 1) {
        const isStart = (value - at - 4) % 65 === 0; // Of the next table: its number.
        if (!isStart) changed[value] = Math.min(255, Math.round(changed[value]! * factor));
      }
    }
    at += 2 + length;
  }
  return changed;
}
