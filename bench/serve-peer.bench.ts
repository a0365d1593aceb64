/**
 * The service against what a Python team would write, bench/peers/fastapi_service.py: the same bundle, the same
 * requests, two processes or threads each, in turns in one run. Needs wrk, and a Python with
 * `fastapi uvicorn[standard] pillow numpy ai-edge-litert tensorflow-cpu tf_keras`.
 *
 *   node --conditions=@inception-edge/source bench/serve-peer.bench.ts PYTHON [BUNDLE] [IMAGE]
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startProcess } from "../packages/serve/test/start-process.ts";
import { median } from "./median.ts";
import { otherLoad } from "./other-load.ts";
import { residentMb } from "./serve-memory.ts";
import { wrk } from "./serve-wrk.ts";

const ROUNDS = 5;
const ROUND_SECONDS = 4;
const PEER_PORT = 8199;
const PEERS = join(import.meta.dirname, "peers");

interface Contender {
  readonly name: string;
  readonly url: string;
  stop(): Promise<void>;
}

interface Answer {
  readonly predictions: readonly { readonly wnid: string; readonly score: number }[];
}

const [, , python, bundle = "runs/latest/bundle", imageFile] = process.argv;
if (python === undefined) throw new Error("Cannot start the peer: name the Python to run it with");
await main(python, resolve(bundle), imageFile ?? join(resolve(bundle), "golden/0.jpeg"));

async function main(interpreter: string, modelDir: string, file: string): Promise<void> {
  const image = await readFile(file);
  console.log(`an image of ${image.length} bytes, ${modelDir}`);
  const others = otherLoad();
  const contenders: Contender[] = [];
  for (const variant of ["int8", "float32"]) contenders.push(await ours(modelDir, variant));
  for (const [place, variant] of ["int8", "float32", "keras"].entries()) {
    contenders.push(await peer(interpreter, { modelDir, variant, port: PEER_PORT + place }));
  }
  try {
    for (const { name, url } of contenders) {
      const answer = await fetch(`${url}/classify`, { method: "POST", body: image });
      const { predictions } = (await answer.json()) as Answer;
      const { wnid, score } = predictions[0]!;
      console.log(`${name.padEnd(24)} says ${wnid} ${score.toFixed(4)}`);
    }
    const rates = new Map(contenders.map(({ name }) => [name, [] as number[]]));
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const { name, url } of contenders) {
        const load = { connections: 8, seconds: ROUND_SECONDS, image };
        const { answersPerSecond } = await wrk(`${url}/classify`, load);
        if (round > 0) rates.get(name)!.push(answersPerSecond); // the first to warm up
      }
    }
    for (const [name, perSecond] of rates) {
      console.log(
        `${name.padEnd(24)} ${median(perSecond).toFixed(0).padStart(5)} answers per second`,
      );
    }
    const best = median(rates.get("ours, int8")!);
    for (const [name, perSecond] of rates) {
      console.log(`ours in int8 over ${name}: ${(best / median(perSecond)).toFixed(2)}`);
    }
  } finally {
    await Promise.allSettled(contenders.map(({ stop }) => stop()));
  }
  console.log(`others took ${(100 * others()).toFixed(0)} % of the machine`);
}

async function ours(modelDir: string, variant: string): Promise<Contender> {
  const environment = { WORKERS: "2", MODEL_VARIANT: variant };
  const service = await startProcess("deno", { modelDir, environment, timeoutMs: 600_000 });
  return {
    name: `ours, ${variant}`,
    url: `http://127.0.0.1:${service.port}`,
    async stop() {
      console.log(`ours, ${variant}: ${(await residentMb(service.pid)).toFixed(0)} MB resident`);
      service.kill("SIGTERM");
      await service.ended;
    },
  };
}

async function peer(
  interpreter: string,
  {
    modelDir,
    variant,
    port,
  }: { readonly modelDir: string; readonly variant: string; readonly port: number },
): Promise<Contender> {
  const url = `http://127.0.0.1:${port}`;
  if (await isUp(url)) throw new Error(`Cannot start the peer: something answers at "${url}"`);
  const args = ["fastapi_service:app", "--workers", "2", "--port", `${port}`, "--no-access-log"];
  const child = spawn(interpreter, ["-m", "uvicorn", ...args, "--log-level", "warning"], {
    cwd: PEERS,
    env: { ...process.env, BUNDLE: modelDir, VARIANT: variant, PYTHONDONTWRITEBYTECODE: "1" },
    stdio: ["ignore", "ignore", "ignore"],
  });
  for (let ready = false; !ready; await sleep(100)) {
    if (child.exitCode !== null) {
      throw new Error(`Cannot start the peer: ended with ${child.exitCode}`);
    }
    ready = await isUp(url);
  }
  return {
    name: `FastAPI, ${variant}`,
    url,
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function isUp(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
