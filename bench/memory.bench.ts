/**
 * Memory of a training process, from its start to its exported bundle.
 *
 *   node --conditions=@inception-edge/source bench/memory.bench.ts [DIR] [EPOCHS] [IMAGES A CLASS]
 *
 * DIR is a folder in Tiny ImageNet's layout, by default the demo dataset; 5 epochs of 20 images per class by
 * default, so that epochs are short while TensorFlow holds the whole pack. The trainer runs with modern-5 as
 * a process of its own, whose resident memory is sampled: "anon" is what it allocated, the pack included,
 * "file" is mapped libraries. macOS tells only the sum.
 *
 * Required: a peak of at most 5 GB, and no growth from the second epoch on. Steps and epochs may differ in
 * what they leave, so try many short epochs too.
 *
 * Measured 2026-11-23, 2 threads of a Xeon with AMX, TensorFlow 2.21.0, bf16, Tiny ImageNet: peak 3.6 GB and
 * 2.2 to 2.3 GB between 5 epochs of 20 a class (growth 2.5 %); peak 3.8 GB and 2.7 to 2.8 GB between 20 epochs
 * of 4 a class (growth -4.7 %, the last ten within 1 %).
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { DEFAULT_INPUT_CONTRACT } from "../packages/bundle/src/mod.ts";
import { locateDataset } from "../packages/dataset/src/mod.ts";
import { streamTerminal } from "../packages/host/src/mod.ts";
import { prepareDataset } from "../packages/trainer/src/assemble/dataset/prepare-dataset.ts";

const SAMPLE_MS = 200;
const MAX_MB = 5000;
/** Growth of allocated memory from the second epoch to the last that counts as none: allocators breathe. */
const MAX_GROWTH = 0.03;

/** Megabytes (10⁶ bytes) of resident memory. */
interface Memory {
  readonly rss: number;
  readonly anon: number;
  readonly file: number;
}

const trainer = fileURLToPath(new URL("../packages/trainer/src/main.ts", import.meta.url));
const dataset = process.argv[2] ?? "demo";
const epochs = Number(process.argv[3] ?? 5);
const limitPerClass = Number(process.argv[4] ?? 20);

const packMb = await packMegabytes();
const folder = await mkdtemp(join(tmpdir(), "inception-edge-bench-"));
try {
  const phases = await watchTraining(join(folder, "run"));
  report(phases);
} finally {
  await rm(folder, { recursive: true });
}

interface Phase {
  readonly name: string;
  readonly samples: Memory[];
}

/** Trains in `out` and samples until the process ends: a phase for each epoch, and one for the export. */
async function watchTraining(out: string): Promise<readonly Phase[]> {
  const flags = {
    dataset: dataset === "demo" ? dataset : resolve(dataset),
    recipe: "modern-5",
    epochs,
    "limit-per-class": limitPerClass,
    out,
  };
  const child = spawn(
    process.execPath,
    [
      "--conditions=@inception-edge/source",
      trainer,
      ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  const end = once(child, "exit");
  const phases: Phase[] = [];
  while (child.exitCode === null && child.signalCode === null) {
    const memory = await residentMemory(child.pid!);
    const done = await epochsDone(out);
    const name = done < epochs ? `epoch ${done + 1}` : "export";
    if (phases.at(-1)?.name !== name) phases.push({ name, samples: [] });
    if (memory) phases.at(-1)!.samples.push(memory);
    await Promise.race([sleep(SAMPLE_MS), end]);
  }
  if (child.exitCode !== 0) {
    throw new Error(`Cannot measure: the trainer ended with ${child.exitCode ?? child.signalCode}`);
  }
  return phases.filter(({ samples }) => samples.length > 0);
}

function report(phases: readonly Phase[]): void {
  console.log(`${epochs} epochs, ${limitPerClass} images per class, pack of ${mb(packMb)} MB`);
  row(["MB", "rss", "anon", "file", "peak rss"]);
  for (const { name, samples } of phases) {
    const { rss, anon, file } = samples.at(-1)!;
    row([name, mb(rss), mb(anon), mb(file), mb(peakOf(samples, "rss"))]);
  }
  const all = phases.flatMap(({ samples }) => samples);
  const peak = peakOf(all, "rss");
  const ends = phases.filter(({ name }) => name !== "export").map(({ samples }) => samples.at(-1)!);
  console.log(`peak ${mb(peak)} MB, required ${MAX_MB}`);
  const settled = ends[1];
  if (!settled || ends.length < 3)
    throw new RangeError("Cannot tell growth: want 3 epochs or more");
  const growth = ends.at(-1)!.anon / settled.anon - 1;
  console.log(
    `growth of anon from epoch 2 to ${ends.length} ${(100 * growth).toFixed(1)} %, required ${100 * MAX_GROWTH} %`,
  );
  if (peak > MAX_MB || growth > MAX_GROWTH) process.exitCode = 1;
}

function row(cells: readonly string[]): void {
  console.log(cells.map((cell, at) => (at === 0 ? cell.padEnd(10) : cell.padStart(9))).join(""));
}

function mb(value: number): string {
  return value.toFixed(0);
}

function peakOf(samples: readonly Memory[], kind: keyof Memory): number {
  return Math.max(...samples.map((memory) => memory[kind]));
}

/** @returns `undefined` of a process that has just ended. */
async function residentMemory(pid: number): Promise<Memory | undefined> {
  if (process.platform === "darwin") {
    const rss = Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)])) * 1.024e-3;
    return { rss, anon: rss, file: 0 };
  }
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const megabytes = (name: string): number | undefined => {
    const kib = new RegExp(`^${name}:\\s*(\\d+) kB$`, "m").exec(status)?.[1];
    return kib === undefined ? undefined : Number(kib) * 1.024e-3;
  };
  const [rss, anon, file] = ["VmRSS", "RssAnon", "RssFile"].map(megabytes);
  return rss === undefined || anon === undefined || file === undefined
    ? undefined
    : { rss, anon, file };
}

/** Lines of the run's log, which has one for each finished epoch and a header. */
async function epochsDone(out: string): Promise<number> {
  const log = await readFile(join(out, "training_log.csv"), "utf8").catch(() => "");
  return Math.max(0, log.trimEnd().split("\n").length - 1);
}

/** Packs the dataset, so that the trainer finds it packed. @returns megabytes of the pack. */
async function packMegabytes(): Promise<number> {
  const context = {
    args: [],
    cwd: process.cwd(),
    terminal: streamTerminal(process.stdout),
    signal: new AbortController().signal,
  };
  const packed = await prepareDataset(
    await locateDataset(dataset, context),
    context,
    DEFAULT_INPUT_CONTRACT,
  );
  return (await stat(packed.imagesPath)).size / 1e6;
}
