/**
 * Does `classify` take the same memory after 100,000 images as at the start? Resident memory once a second, over a folder.
 *
 *   node --conditions=@inception-edge/source bench/classify-memory.bench.ts FOLDER [FLAGS]
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { median } from "./median.ts";
import { residentMb } from "./serve-memory.ts";

const REPOSITORY = resolve(import.meta.dirname, "..");
const [folder, ...flags] = process.argv.slice(2);
if (folder === undefined) throw new Error("Cannot measure: give a folder of images");
const out = mkdtempSync(join(tmpdir(), "inception-edge-bench-"));
const main = join(REPOSITORY, "packages/classify/src/main.ts");
const bundle = join(REPOSITORY, "packages/serve/bundle");
const args = [
  "--conditions=@inception-edge/source",
  main,
  folder,
  "--bundle",
  bundle,
  "--out",
  out,
];
const start = performance.now();
const child = spawn(process.execPath, [...args, ...flags], { stdio: "inherit" });
const ended = once(child, "close");
const samples: number[] = [];
while (child.exitCode === null) {
  await setTimeout(1000);
  const mb = await residentMb(child.pid!).catch(() => NaN);
  if (mb > 0) samples.push(mb);
}
await ended;
const { answered } = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as {
  answered: number;
};
const seconds = (performance.now() - start) / 1000;
const tenth = Math.max(1, Math.floor(samples.length / 10));
// The first tenth has the start in it, the last one publishing.
const parts = [1, 3, 5, 7, 8].map((at) => median(samples.slice(at * tenth, (at + 1) * tenth)));
const growth = parts.at(-1)! / parts[0]! - 1;
console.log(`${answered} images in ${Math.round(seconds)} s, ${out}`);
console.log(
  `Resident MB, medians of the tenths 2, 4, 6, 8 and 9: ${parts.map(Math.round).join(", ")}; peak ${Math.round(Math.max(...samples))}`,
);
console.log(`Growth: ${(100 * growth).toFixed(1)} % (wanted below 10 %)`);
process.exitCode = growth < 0.1 ? 0 : 1;
