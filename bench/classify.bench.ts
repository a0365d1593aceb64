/**
 * Is `classify` as fast as the engine alone on all cores, decoding included (wanted: 90 %), and are two shards on two
 * threads 1.8 times as fast as one? In turns; every contender also answers a single image, whose cost is taken off, since
 * starting is not classifying. On a machine that does other work, the processor's time tells more than the clock.
 *
 *   node --conditions=@inception-edge/source bench/classify.bench.ts FOLDER [IMAGES] [ROUNDS]
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { median } from "./median.ts";

const REPOSITORY = resolve(import.meta.dirname, "..");
const BUNDLE = join(REPOSITORY, "packages/serve/bundle");
const [folder, images = "4000", rounds = "3"] = process.argv.slice(2);
if (folder === undefined) throw new Error("Cannot measure: give a folder of images");
const count = Number(images);
const threads = availableParallelism();
const scratch = mkdtempSync(join(tmpdir(), "inception-edge-bench-"));

interface Cost {
  readonly wallMs: number;
  /** User and system. */
  readonly processorMs: number;
}

const CONTENDERS = {
  alone: (list: string) => [[script("bench/classify-alone.ts"), list, BUNDLE, String(threads)]],
  classify: (list: string) => [classify(list, "--threads", String(threads))],
  "one shard": (list: string) => [classify(list, "--threads", "1")],
  "two shards": (list: string) =>
    ["0/2", "1/2"].map((shard) => classify(list, "--threads", "1", "--shard", shard)),
} as const;

try {
  const few = writeList(2);
  const many = writeList(2 + count);
  const costs = new Map<string, Cost[]>();
  for (let round = 0; round < Number(rounds); round += 1) {
    for (const [name, commands] of Object.entries(CONTENDERS)) {
      const [start, all] = [await run(commands(few)), await run(commands(many))];
      const cost = {
        wallMs: (all.wallMs - start.wallMs) / count,
        processorMs: (all.processorMs - start.processorMs) / count,
      };
      costs.set(name, [...(costs.get(name) ?? []), cost]);
      const [wall, processor] = [cost.wallMs, cost.processorMs].map((ms) => ms.toFixed(3));
      console.log(`${name.padEnd(10)} ${wall} ms an image, ${processor} of a processor`);
    }
  }
  const ratio = (a: string, b: string, kind: keyof Cost): number =>
    median(costs.get(a)!.map((cost, round) => cost[kind] / costs.get(b)![round]![kind]));
  const share = (kind: keyof Cost): string =>
    `${(100 * ratio("alone", "classify", kind)).toFixed(1)} %`;
  console.log(`${cpus()[0]?.model}, ${threads} threads, ${count} images, ${rounds} rounds`);
  console.log(
    `classify, of the engine alone: ${share("processorMs")} by the processor, ${share("wallMs")} by the clock (wanted 90 %)`,
  );
  const speedUp = ratio("one shard", "two shards", "wallMs");
  const alike = 2 * ratio("one shard", "two shards", "processorMs");
  console.log(
    `two shards on two threads: ${speedUp.toFixed(2)} times one by the clock (wanted 1.8), ${alike.toFixed(2)} if each had a core to itself`,
  );
  process.exitCode = ratio("alone", "classify", "processorMs") >= 0.9 && speedUp >= 1.8 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function script(path: string): string {
  return join(REPOSITORY, path);
}

function classify(list: string, ...flags: readonly string[]): string[] {
  const out = mkdtempSync(join(scratch, "out-"));
  return [
    script("packages/classify/src/main.ts"),
    list,
    "--bundle",
    BUNDLE,
    "--out",
    out,
    ...flags,
  ];
}

function writeList(length: number): string {
  const root = resolve(folder!);
  const found = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(?:jpe?g|png)$/i.test(path))
    .toSorted();
  const chosen = Array.from({ length }, (_, index) => join(root, found[index % found.length]!));
  const list = join(scratch, `${length}.txt`);
  writeFileSync(list, `${chosen.join("\n")}\n`);
  return list;
}

/** All commands at once, each by a shell that tells what it took. */
async function run(commands: readonly (readonly string[])[]): Promise<Cost> {
  const start = performance.now();
  const processorMs = await Promise.all(commands.map(processorMsOf));
  return {
    wallMs: performance.now() - start,
    processorMs: processorMs.reduce((sum, ms) => sum + ms, 0),
  };
}

async function processorMsOf(command: readonly string[]): Promise<number> {
  // POSIX: the last line of `times` is the user and the system time of all children.
  const child = spawn(
    "sh",
    [
      "-c",
      '"$@" >/dev/null 2>&1 || exit 1; times',
      "sh",
      process.execPath,
      "--conditions=@inception-edge/source",
      ...command,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const output = text(child.stdout);
  const [code] = (await once(child, "close")) as [number];
  if (code !== 0) throw new Error(`Cannot measure: ${command.join(" ")} fails`);
  const times = [
    ...(await output)
      .trim()
      .split("\n")
      .at(-1)!
      .matchAll(/(\d+)m([\d.]+)s/g),
  ];
  return times.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60e3 + Number(seconds) * 1e3,
    0,
  );
}
