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
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { explore } from "../packages/eda/src/explore.ts";
import { writeReport } from "../packages/eda/src/write/write-report.ts";
import { otherLoad } from "./other-load.ts";
import { decodePhotographs, drawPhotographs, writePhotographs } from "./photographs.ts";

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
    const photos = await drawPhotographs();
    const load = otherLoad();
    const small = await writePhotographs(photos, join(folder, "few"), few);
    const large = await writePhotographs(photos, join(folder, "many"), many);
    const decoding = (1000 * few) / (await decodePhotographs(small)).elapsedMs;
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

function exploreApart(folder: string, out: string): Outcome {
  const command = ["--conditions=@inception-edge/source", self, "explore", out, folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
  if (status !== 0) throw new Error(`Cannot explore "${folder}": ${stderr}`);
  return JSON.parse(stdout) as Outcome;
}
