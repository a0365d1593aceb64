/**
 * Milliseconds per image, one thread, of every engine × precision × runtime, and of onnxruntime-node on
 * the same float32 weights: in turns in one run, medians of 7 rounds of 15. They are the processor's
 * milliseconds, which other work on the machine lengthens less than the clock's.
 *
 *   node --conditions=@inception-edge/source bench/engines.bench.ts BUNDLE
 *
 * BUNDLE is a bundle's folder. onnxruntime-node is no dependency of the project: install it anywhere
 * (`npm install --prefix DIR onnxruntime-node`) and name the folder in ONNXRUNTIME=DIR.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { findLiteRt } from "../packages/litert/src/mod.ts";
import { readTflite } from "../packages/tflite/src/mod.ts";
import { median } from "./median.ts";
import { otherLoad } from "./other-load.ts";
import { onnxModel } from "./peers/onnx-model.ts";

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

const bundle = resolve(process.argv[2] ?? "runs/latest/bundle");
const contenders: Contender[] = [];
for (const runtime of ["node", "deno"] as const) {
  for (const precision of ["float32", "int8"] as const) {
    for (const engine of ENGINES) {
      contenders.push(await startContender({ runtime, engine, precision }));
    }
  }
}
const onnx = await startOnnx();
if (onnx !== undefined) contenders.push(onnx);

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

/** The parts of onnxruntime-node that are used here. */
interface OnnxRuntime {
  readonly Tensor: new (type: "float32", data: Float32Array, shape: readonly number[]) => object;
  readonly InferenceSession: {
    create(
      path: string,
      options: object,
    ): Promise<{
      run(feeds: object): Promise<Record<string, { readonly data: Float32Array }>>;
    }>;
  };
}

async function startOnnx(): Promise<Contender | undefined> {
  const folder = process.env["ONNXRUNTIME"];
  if (folder === undefined) {
    console.log("Without onnxruntime-node: ONNXRUNTIME names no folder");
    return undefined;
  }
  const { InferenceSession, Tensor } = createRequire(join(resolve(folder), "package.json"))(
    "onnxruntime-node",
  ) as OnnxRuntime;
  const model = readTflite(await readFile(join(bundle, FILES.float32)));
  const place = await mkdtemp(join(tmpdir(), "inception-edge-"));
  const path = join(place, "model.onnx");
  await writeFile(path, onnxModel(model));
  const session = await InferenceSession.create(path, {
    intraOpNumThreads: 1,
    graphOptimizationLevel: "all",
  });
  await rm(place, { recursive: true });
  const [, height, width, channels] = model.tensors[model.inputs[0]!]!.shape as [
    number,
    number,
    number,
    number,
  ];
  const area = height * width;
  const values = new Float32Array(area * channels);
  for (let at = 0; at < values.length; at += 1) {
    values[(at % channels) * area + Math.floor(at / channels)] = ((at * 37) % 256) / 255;
  }
  const feeds = { input: new Tensor("float32", values, [1, channels, height, width]) };
  const run = async (): Promise<Float32Array> => (await session.run(feeds))["main_out"]!.data;
  return {
    name: "node onnxruntime native float32",
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
