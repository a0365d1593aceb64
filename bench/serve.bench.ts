/**
 * The service as its user starts it, in processes and on sockets: start to ready, resident memory, its own time in
 * a request, and what a second thread brings. Needs wrk.
 *
 *   node --conditions=@inception-edge/source bench/serve.bench.ts [BUNDLE] [deno|node]
 *
 * The image is the bundle's first golden one. "Own time" is what Server-Timing has beside decode, prepare and
 * infer: reading the body, the hand-over to a thread and back, and the answer.
 */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  startProcess,
  type RuntimeName,
  type ServiceProcess,
} from "../packages/serve/test/start-process.ts";
import { median } from "./median.ts";
import { otherLoad } from "./other-load.ts";
import { residentMb } from "./serve-memory.ts";
import { wrk } from "./serve-wrk.ts";

const STARTS = 5;
const REQUESTS = 500;
const WARM_UP = 100;
const ROUNDS = 5;
const ROUND_SECONDS = 4;
/** A service that has just become ready frees what starting needed: 30 MB within 20 ms. */
const SETTLE_MS = 200;

await main(process.argv[2] ?? "packages/serve/bundle", (process.argv[3] ?? "deno") as RuntimeName);

async function main(folder: string, runtime: RuntimeName): Promise<void> {
  const modelDir = resolve(folder);
  const image = await readFile(join(modelDir, "golden/0.jpeg"));
  console.log(`${runtime}, ${modelDir}, an image of ${image.length} bytes`);
  const others = otherLoad();

  const starts: number[] = [];
  for (let round = 0; round < STARTS; round += 1) starts.push(await startMs(runtime, modelDir));
  judge("start to ready, two threads, ms", median(starts), { atMost: 1000 });

  const one = await startProcess(runtime, { modelDir, environment: { WORKERS: "1" } });
  const two = await startProcess(runtime, { modelDir, environment: { WORKERS: "2" } });
  try {
    await sleep(SETTLE_MS);
    judge("resident at ready, two threads, MB", await residentMb(two.pid), { atMost: 250 });
    const own = await ownTimes(two, image);
    judge("own time in a request, median, ms", median(own), { atMost: 1 });
    console.log(`own time in a request, 95th percentile, ms: ${percentile(own, 0.95).toFixed(2)}`);

    const rates = { one: [] as number[], two: [] as number[] };
    for (let round = 0; round <= ROUNDS; round += 1) {
      const pair = { one: await rate(one, image), two: await rate(two, image) };
      if (round === 0) continue; // to warm up
      rates.one.push(pair.one);
      rates.two.push(pair.two);
    }
    const [slow, fast] = [median(rates.one), median(rates.two)];
    console.log(`answers per second: ${slow.toFixed(0)} of one thread, ${fast.toFixed(0)} of two`);
    judge("two threads over one", fast / slow, { atLeast: 1.5 });
    judge("resident after load, two threads, MB", await residentMb(two.pid), { atMost: 250 });
  } finally {
    for (const service of [one, two]) {
      service.kill("SIGTERM");
      await service.ended;
    }
  }
  console.log(`others took ${(100 * others()).toFixed(0)} % of the machine`);
}

async function startMs(runtime: RuntimeName, modelDir: string): Promise<number> {
  const start = performance.now();
  const service = await startProcess(runtime, { modelDir, environment: { WORKERS: "2" } });
  const ms = performance.now() - start;
  service.kill("SIGTERM");
  await service.ended;
  return ms;
}

/** Of requests one after another, ms each. */
async function ownTimes(
  service: ServiceProcess,
  image: Uint8Array<ArrayBuffer>,
): Promise<number[]> {
  const times: number[] = [];
  for (let request = 0; request < WARM_UP + REQUESTS; request += 1) {
    const answer = await fetch(urlOf(service), { method: "POST", body: image });
    await answer.arrayBuffer();
    const timing = answer.headers.get("server-timing")!;
    const ms = (stage: string): number =>
      Number(new RegExp(`\\b${stage};dur=([\\d.]+)`).exec(timing)![1]);
    if (request >= WARM_UP) times.push(ms("total") - ms("decode") - ms("prepare") - ms("infer"));
  }
  return times;
}

async function rate(service: ServiceProcess, image: Uint8Array): Promise<number> {
  const load = { connections: 8, seconds: ROUND_SECONDS, image };
  return (await wrk(urlOf(service), load)).answersPerSecond;
}

function urlOf({ port }: ServiceProcess): string {
  return `http://127.0.0.1:${port}/classify`;
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * values.length)]!;
}

function judge(
  name: string,
  value: number,
  {
    atMost = Infinity,
    atLeast = -Infinity,
  }: { readonly atMost?: number; readonly atLeast?: number },
): void {
  const isGood = value <= atMost && value >= atLeast;
  const wanted = atMost < Infinity ? `at most ${atMost}` : `at least ${atLeast}`;
  console.log(`${isGood ? "ok  " : "MISS"} ${name}: ${value.toFixed(2)} (${wanted})`);
  if (!isGood) process.exitCode = 1;
}
