/**
 * Milliseconds per image, one thread, of every engine × precision × runtime, and of onnxruntime-node on
 * the bundle's ONNX files: in turns in one run, medians of 7 rounds of 15. They are the processor's
 * milliseconds, which other work on the machine lengthens less than the clock's.
 *
 *   node --conditions=@inception-edge/source bench/engines.bench.ts BUNDLE
 *
 * BUNDLE is a bundle's folder; a shipped one has no int8 ONNX file.
 */
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { hasOnnxRuntime, openOnnx } from "@inception-edge/testing/onnx-runtime";
import type { BundleManifest } from "../packages/bundle/src/mod.ts";
import { findLiteRt } from "../packages/litert/src/mod.ts";
import { median } from "./median.ts";
import { otherLoad } from "./other-load.ts";
import { bundleOnnx } from "./peers/bundle-onnx.ts";

const ROUNDS = 7;
const RUNS = 15;
const RUNTIMES = {
  node: ["node_modules/.bin/node", "--conditions=@inception-edge/source"],
  deno: ["node_modules/.bin/deno", "run", "--conditions=@inception-edge/source", "-A"],
} as const;
const FILES = { float32: "model.tflite", int8: "model.int8.tflite" } as const;
/** LiteRT's own library where it is installed. */
const ENGINES = [
  "tfjs-tflite",
  "litert",
  ...(findLiteRt() === undefined ? [] : (["litert-native"] as const)),
] as const;
/** The requirement: int8 on Deno in the fastest engine against tfjs-tflite's float32 there. */
const REQUIRED_RATIO = 0.35;

interface Contender {
  readonly name: string;
  /** Scores of the fixed input. */
  readonly scores: readonly number[];
  /** Milliseconds per image: the median of a round. */
  time(): Promise<number>;
  stop(): void;
}

const bundle = resolve(process.argv[2] ?? "packages/serve/bundle");
const contenders: Contender[] = [];
for (const runtime of ["node", "deno"] as const) {
  for (const precision of ["float32", "int8"] as const) {
    for (const engine of ENGINES) {
      contenders.push(await startContender({ runtime, engine, precision }));
    }
  }
}
for (const precision of ["float32", "int8"] as const) {
  const contender = await startOnnx(precision);
  if (contender !== undefined) contenders.push(contender);
}

const others = otherLoad();
const times = new Map(contenders.map((contender) => [contender, [] as number[]]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const contender of contenders) times.get(contender)!.push(await contender.time());
}
const reference = contenders[0]!;
const base = median(
  times.get(contenders.find(({ name }) => name === "deno tfjs-tflite simd float32")!)!,
);
for (const contender of contenders) {
  const own = median(times.get(contender)!);
  const worst = Math.max(
    ...contender.scores.map((score, place) => Math.abs(score - reference.scores[place]!)),
  );
  console.log(
    `${contender.name.padEnd(38)} ${own.toFixed(1).padStart(6)} ms  ${(own / base).toFixed(2)} × tfjs-tflite float32 on Deno  scores differ by ${worst.toExponential(1)}`,
  );
  contender.stop();
}
console.log(`Other work took ${(100 * others()).toFixed(0)} % of the cores`);
const fastest = contenders.find(({ name }) => name === "deno litert relaxed-simd int8")!;
const ratio = median(times.get(fastest)!) / base;
console.log(
  `int8 in LiteRT on Deno ÷ float32 in tfjs-tflite on Deno: ${ratio.toFixed(2)}, required ≤ ${REQUIRED_RATIO}`,
);
if (ratio > REQUIRED_RATIO) process.exitCode = 1;

async function startContender({
  runtime,
  engine,
  precision,
}: {
  readonly runtime: keyof typeof RUNTIMES;
  readonly engine: (typeof ENGINES)[number];
  readonly precision: keyof typeof FILES;
}): Promise<Contender> {
  const [command, ...options] = RUNTIMES[runtime];
  const file = join(bundle, FILES[precision]);
  const child = spawn(command, [...options, "bench/engine-contender.ts", file, engine], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done) throw new Error(`Cannot measure ${runtime} ${engine}: it ended`);
    return line.value;
  };
  const [variant, ...scores] = (await read()).split(" ");
  return {
    name: `${runtime} ${engine} ${variant} ${precision}`,
    scores: scores.map(Number),
    async time() {
      child.stdin.write("\n");
      return Number(await read());
    },
    stop: () => child.kill(),
  };
}

async function startOnnx(precision: keyof typeof FILES): Promise<Contender | undefined> {
  const file = hasOnnxRuntime ? await bundleOnnx(bundle, precision) : undefined;
  if (file === undefined) {
    console.log(`Without onnxruntime ${precision}: the bundle has no such file`);
    return undefined;
  }
  const { session, feed } = await openOnnx(file, {}); // as it comes
  const manifest = await readFile(join(bundle, "manifest.json"), "utf8");
  const { size } = (JSON.parse(manifest) as BundleManifest).input;
  const feeds = feed([
    Float32Array.from({ length: 3 * size * size }, (_, place) => ((place * 37) % 256) / 255),
  ]);
  const run = async (): Promise<Float32Array> => {
    const { probabilities } = await session.run(feeds);
    return probabilities!.data as Float32Array;
  };
  return {
    name: `node onnxruntime native ${precision}`,
    scores: [...(await run())],
    async time() {
      const start = process.cpuUsage();
      for (let count = 0; count < RUNS; count += 1) await run();
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000 / RUNS;
    },
    stop() {},
  };
}
