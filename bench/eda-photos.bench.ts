/**
 * Exploring photographs of 12 megapixels: whether memory grows with their number, and how much of the time is decoding.
 *
 *   node --conditions=@inception-edge/source bench/eda-photos.bench.ts [FEW] [MANY]
 *
 * FEW (60) and then MANY (240) photographs of two classes are written to a temporary folder, about 1 MB each, and each
 * number is explored, with its report written, in a process of its own. Beside it, one thread only reads and decodes the
 * few. Wanted: at most 3 GB for 10,000 photographs by the growth from few to many.
 */
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { explore } from "../packages/eda/src/explore.ts";
import { writeReport } from "../packages/eda/src/write/write-report.ts";
import { Canvas } from "../packages/image/src/canvas/mod.ts";
import { loadJpegEncoder } from "../packages/image/src/encode/mod.ts";
import { loadDecoder, resizeBilinear, type RgbImage } from "../packages/image/src/mod.ts";
import { noise } from "../packages/testing/src/images/noise.ts";
import { otherLoad } from "./other-load.ts";

/** Images that are drawn; each is written many times, with other quantization tables, so that no two are equal. */
const DRAWN = 12;

interface Outcome {
  readonly seconds: number;
  readonly peakMB: number;
}

const self = fileURLToPath(import.meta.url);
const [first = "60", second = "240", root] = process.argv.slice(2);
if (first === "explore") await exploreOnly(root!, second);
else await compare(Number(first), Number(second));

/** In a process of its own, whose peak counts from its start. */
async function exploreOnly(folder: string, out: string): Promise<void> {
  const start = performance.now();
  const exploration = await explore(folder);
  await writeReport(out, exploration, { seed: 1 });
  const seconds = (performance.now() - start) / 1000;
  const outcome: Outcome = { seconds, peakMB: process.resourceUsage().maxRSS / 1000 };
  console.log(JSON.stringify(outcome));
}

async function compare(few: number, many: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "inception-edge-photos-"));
  try {
    const photos = await drawPhotos();
    const load = otherLoad();
    const small = await writePhotos(photos, join(folder, "few"), few);
    const large = await writePhotos(photos, join(folder, "many"), many);
    const decoding = await decodeOnly(small, few);
    const one = exploreApart(small, join(folder, "report"));
    const two = exploreApart(large, join(folder, "report"));
    const growth = Math.max(0, two.peakMB - one.peakMB) / (many - few);
    const estimate = two.peakMB + growth * (10_000 - many);
    console.log(`decoding alone   ${decoding.toFixed(1)} images/s on one thread`);
    for (const [count, { seconds, peakMB }] of [
      [few, one],
      [many, two],
    ] as const) {
      console.log(
        `${String(count).padStart(4)} photographs  ${(count / seconds).toFixed(1)} images/s, peak ${peakMB.toFixed(0)} MB`,
      );
    }
    console.log(
      `growth           ${(1000 * growth).toFixed(0)} kB an image; ${estimate.toFixed(0)} MB for 10,000`,
    );
    console.log(`others took      ${(100 * load()).toFixed(0)} % of the machine`);
    process.exitCode = estimate <= 3000 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function drawPhotos(): Promise<Uint8Array[]> {
  const encode = await loadJpegEncoder(85);
  return Array.from({ length: DRAWN }, (_, index) => {
    const grain: RgbImage = resizeBilinear(noise(300 + index, 220), 1000, 750);
    const { rgb, width } = resizeBilinear(grain, 4000, 3000);
    return encode(Canvas.fromRgb(rgb, width).rgba, width);
  });
}

async function writePhotos(
  photos: readonly Uint8Array[],
  folder: string,
  count: number,
): Promise<string> {
  for (let index = 0; index < count; index += 1) {
    const label = join(folder, index % 2 === 0 ? "even" : "odd");
    await mkdir(label, { recursive: true });
    const factor = 1 + Math.floor(index / DRAWN) / 40;
    await writeFile(join(label, `${index}.jpg`), requantized(photos[index % DRAWN]!, factor));
  }
  return folder;
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

async function decodeOnly(folder: string, count: number): Promise<number> {
  const decoder = await loadDecoder();
  const start = performance.now();
  for (let index = 0; index < count; index += 1) {
    const label = index % 2 === 0 ? "even" : "odd";
    decoder.decode(await readFile(join(folder, label, `${index}.jpg`)));
  }
  return (1000 * count) / (performance.now() - start);
}

function exploreApart(folder: string, out: string): Outcome {
  const command = ["--conditions=@inception-edge/source", self, "explore", out, folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
  if (status !== 0) throw new Error(`Cannot explore "${folder}": ${stderr}`);
  return JSON.parse(stdout) as Outcome;
}
