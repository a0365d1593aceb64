/**
 * Packing photographs of 12 megapixels: what it costs beside decoding alone, and whether memory grows with their number.
 *
 *   node --conditions=@inception-edge/source bench/pack-photos.bench.ts [FEW] [MANY]
 *
 * FEW (60) and then MANY (240) photographs of two classes, about 1 MB each, are packed by one worker per core, each number in
 * a process of its own; before and after, one thread only reads and decodes the few. Compared is the processor's time for
 * an image, which other work on the machine changes little. Wanted: at least 0.8 of the speed of decoding alone, and at
 * most 3 GB for 10,000 photographs by the growth from few to many.
 */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { openDataset, packDataset } from "../packages/dataset/src/mod.ts";
import { otherLoad } from "./other-load.ts";
import { decodePhotographs, drawPhotographs, writePhotographs } from "./photographs.ts";

const LEAST_RATIO = 0.8;
const MOST_MB = 3000;

interface Outcome {
  readonly elapsedMs: number;
  readonly processorMs: number;
  readonly peakMB: number;
}

const self = fileURLToPath(import.meta.url);
const [first = "60", second = "240", third] = process.argv.slice(2);
if (first === "pack") await packOnly(second, third!);
else await compare(Number(first), Number(second));

/** In a process of its own, whose peak and processor time count from its start. */
async function packOnly(folder: string, cacheDirectory: string): Promise<void> {
  const start = performance.now();
  await packDataset(await openDataset(folder), { cacheDirectory });
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const outcome: Outcome = {
    elapsedMs: performance.now() - start,
    processorMs: (userCPUTime + systemCPUTime) / 1000,
    peakMB: maxRSS / 1000,
  };
  console.log(JSON.stringify(outcome));
}

async function compare(few: number, many: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "inception-edge-photos-"));
  try {
    const photographs = await drawPhotographs();
    const small = await writePhotographs(photographs, join(folder, "few"), few);
    const large = await writePhotographs(photographs, join(folder, "many"), many);
    const load = otherLoad();
    const before = await decodePhotographs(small);
    const one = packApart(small, join(folder, "cache"));
    const two = packApart(large, join(folder, "cache"));
    const after = await decodePhotographs(small);
    const decodingMs = (before.processorMs + after.processorMs) / 2 / few;
    const ratio = decodingMs / (two.processorMs / many);
    const growth = Math.max(0, two.peakMB - one.peakMB) / (many - few);
    const estimate = two.peakMB + growth * (10_000 - many);
    console.log(`decoding alone   ${decodingMs.toFixed(0)} ms of the processor an image`);
    for (const [count, { elapsedMs, processorMs, peakMB }] of [
      [few, one],
      [many, two],
    ] as const) {
      console.log(
        `${String(count).padStart(4)} photographs  ${(processorMs / count).toFixed(0)} ms of the processor an image, ` +
          `${((1000 * count) / elapsedMs).toFixed(1)} images/s, peak ${peakMB.toFixed(0)} MB`,
      );
    }
    console.log(`ratio            ${ratio.toFixed(2)} of decoding alone`);
    console.log(
      `growth           ${(1000 * growth).toFixed(0)} kB an image; ${estimate.toFixed(0)} MB for 10,000`,
    );
    console.log(`others took      ${(100 * load()).toFixed(0)} % of the machine`);
    process.exitCode = ratio >= LEAST_RATIO && estimate <= MOST_MB ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function packApart(folder: string, cache: string): Outcome {
  const command = ["--conditions=@inception-edge/source", self, "pack", folder, cache];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
  if (status !== 0) throw new Error(`Cannot pack "${folder}": ${stderr}`);
  return JSON.parse(stdout) as Outcome;
}
