/**
 * The service against what other teams would write, bench/peers/: the same bundle, the same requests, two threads or
 * processes each, in turns in one run. Needs wrk, a Python with `fastapi uvicorn[standard] pillow numpy ai-edge-litert
 * tensorflow-cpu tf_keras onnx onnxruntime sympy`, and for the peer in TypeScript a folder with
 * `npm install hono @hono/node-server sharp onnxruntime-node` named by PEER_MODULES. Ours is measured natively too where
 * LiteRT's library is installed.
 *
 *   node --conditions=@inception-edge/source bench/serve-peer.bench.ts PYTHON [BUNDLE] [IMAGE]
 *
 * Processor milliseconds are those of all of a contender's processes for one answer: beside other work on the machine
 * they say more than rates. Without TensorFlow in PYTHON, PEERS=int8,float32 leaves Keras out.
 */
import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { median } from "./median.ts";
import { otherLoad } from "./other-load.ts";
import { treeUse } from "./process-tree.ts";
import { startContenders, type Contender } from "./serve-contenders.ts";
import { wrk } from "./serve-wrk.ts";

const ROUNDS = 5;
const ROUND_SECONDS = 4;
const CONNECTIONS = 8;

interface Answer {
  readonly predictions: readonly { readonly wnid: string; readonly score: number }[];
}

/** One round's. */
interface Measured {
  readonly rate: number;
  readonly processorMs: number;
  readonly p50: number;
  readonly p99: number;
}

const [, , python, bundle = "packages/serve/bundle", imageFile] = process.argv;
if (python === undefined) throw new Error("Cannot start the peer: name the Python to run it with");
await main(python, resolve(bundle), imageFile ?? join(resolve(bundle), "golden/0.jpeg"));

async function main(interpreter: string, modelDir: string, file: string): Promise<void> {
  const image = await readFile(file);
  console.log(`${cpus()[0]!.model}, an image of ${image.length} bytes, ${modelDir}`);
  const modules = process.env["PEER_MODULES"];
  const variants = (process.env["PEERS"] ?? "int8,float32,keras").split(",");
  const contenders = await startContenders({ modelDir, python: interpreter, modules, variants });
  const rounds = new Map(contenders.map((contender) => [contender, [] as Measured[]]));
  const others = otherLoad();
  try {
    for (const contender of contenders) await tellAnswer(contender, image);
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const contender of contenders) {
        const measured = await measure(contender, image);
        if (round > 0) rounds.get(contender)!.push(measured); // the first to warm up
      }
    }
    await report(rounds);
  } finally {
    await Promise.allSettled(contenders.map(({ stop }) => stop()));
  }
  console.log(`others took ${(100 * others()).toFixed(0)} % of the machine`);
}

async function tellAnswer({ name, url }: Contender, image: Uint8Array<ArrayBuffer>): Promise<void> {
  const answer = await fetch(`${url}/classify`, { method: "POST", body: image });
  const { predictions } = (await answer.json()) as Answer;
  const { wnid, score } = predictions[0]!;
  console.log(`${name.padEnd(36)} says ${wnid} ${score.toFixed(4)}`);
}

async function measure({ url, pid }: Contender, image: Uint8Array): Promise<Measured> {
  const before = await treeUse(pid);
  const load = { connections: CONNECTIONS, seconds: ROUND_SECONDS, image };
  const { answersPerSecond: rate, answers, p50, p99 } = await wrk(`${url}/classify`, load);
  const after = await treeUse(pid);
  return { rate, processorMs: (after.processorMs - before.processorMs) / answers, p50, p99 };
}

/** Medians; ratios are taken round by round, against the first contender. */
async function report(rounds: ReadonlyMap<Contender, readonly Measured[]>): Promise<void> {
  const [[, first] = [undefined, []]] = rounds;
  console.log(
    `${"".padEnd(36)}  answers/s  processor ms  p50 ms  p99 ms  resident MB  first ÷ this`,
  );
  for (const [{ name, pid }, measured] of rounds) {
    const medianOf = (key: keyof Measured): number => median(measured.map((one) => one[key]));
    const ratio = median(first!.map(({ rate }, round) => rate / measured[round]!.rate));
    const { residentMb } = await treeUse(pid);
    const cells = [
      medianOf("rate").toFixed(0).padStart(11),
      medianOf("processorMs").toFixed(2).padStart(14),
      medianOf("p50").toFixed(1).padStart(8),
      medianOf("p99").toFixed(1).padStart(8),
      residentMb.toFixed(0).padStart(13),
      ratio.toFixed(2).padStart(14),
    ];
    console.log(name.padEnd(36) + cells.join(""));
  }
}
