/**
 * How long an answer takes where the service is half busy, and where many images come in one request. Needs wrk.
 * `LITERT_LIBRARY` names the library to serve natively.
 *
 *   node --conditions=@inception-edge/source bench/serve-latency.bench.ts [BUNDLE] [deno|node] [IMAGE]
 *
 * The load at half of saturation is open: requests leave at even times, however late the answers to others are.
 */
import { readFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  startProcess,
  type RuntimeName,
  type ServiceProcess,
} from "../packages/serve/test/start-process.ts";
import { median } from "./median.ts";
import { otherLoad } from "./other-load.ts";
import { wrk } from "./serve-wrk.ts";

const LOAD_SECONDS = 15;
const BATCH = 64;
const BATCH_ROUNDS = 15;
/** The requirement: the 99th percentile at half of the load that saturates, over the median. */
const MOST_SPREAD = 5;

const [, , bundle = "packages/serve/bundle", runtime = "deno", imageFile] = process.argv;
const modelDir = resolve(bundle);
const image = await readFile(imageFile ?? join(modelDir, "golden/0.jpeg"));
const services = new Map<number, ServiceProcess>();
const others = otherLoad();
try {
  for (const workers of [1, 2]) services.set(workers, await start(workers));
  await halfLoad(services.get(2)!);
  await batches();
} finally {
  for (const service of services.values()) {
    service.kill("SIGTERM");
    await service.ended;
  }
}
console.log(`others took ${(100 * others()).toFixed(0)} % of the machine`);

function start(workers: number): Promise<ServiceProcess> {
  const environment = {
    WORKERS: `${workers}`,
    MAX_IMAGES: `${BATCH}`,
    MAX_QUEUE: `${2 * BATCH}`,
    QUEUE_TIMEOUT_MS: "30000",
  };
  return startProcess(runtime as RuntimeName, { modelDir, environment, timeoutMs: 600_000 });
}

async function halfLoad({ port }: ServiceProcess): Promise<void> {
  const url = `http://127.0.0.1:${port}/classify`;
  await wrk(url, { connections: 8, seconds: 3, image }); // to warm up
  const { answersPerSecond } = await wrk(url, { connections: 8, seconds: 5, image });
  const everyMs = 2000 / answersPerSecond;
  const agent = new Agent({ keepAlive: true });
  const times: number[] = [];
  const open: Promise<void>[] = [];
  const begin = performance.now();
  for (let sent = 0; sent * everyMs < LOAD_SECONDS * 1000; sent += 1) {
    const due = begin + sent * everyMs;
    if (due > performance.now()) await sleep(due - performance.now());
    open.push(post(port, agent).then(() => void times.push(performance.now() - due)));
  }
  await Promise.all(open);
  agent.destroy();
  times.sort((a, b) => a - b);
  const [p50, p99] = [median(times), times[Math.floor(0.99 * times.length)]!];
  const spread = p99 / p50;
  console.log(
    `${answersPerSecond.toFixed(0)} answers per second saturate; at half of that ${p50.toFixed(1)} ms, 99th percentile ${p99.toFixed(1)} ms`,
  );
  console.log(
    `${spread <= MOST_SPREAD ? "ok  " : "MISS"} spread ${spread.toFixed(1)} (at most ${MOST_SPREAD})`,
  );
  if (spread > MOST_SPREAD) process.exitCode = 1;
}

function post(port: number, agent: Agent): Promise<void> {
  const { promise, resolve: settle, reject } = Promise.withResolvers<void>();
  const posted = request({ method: "POST", port, path: "/classify", agent }, (answer) => {
    if (answer.statusCode !== 200) reject(new Error(`Cannot measure: ${answer.statusCode}`));
    answer.resume().on("end", settle);
  });
  posted.on("error", reject);
  posted.end(image);
  return promise;
}

/** The same images in one request, with one thread and with two. */
async function batches(): Promise<void> {
  const times = new Map([...services.keys()].map((workers) => [workers, [] as number[]]));
  for (let round = 0; round <= BATCH_ROUNDS; round += 1) {
    for (const [workers, { port }] of services) {
      const body = new FormData();
      for (let one = 0; one < BATCH; one += 1) body.append("image", new Blob([image]), `${one}`);
      const begin = performance.now();
      const answer = await fetch(`http://127.0.0.1:${port}/classify`, { method: "POST", body });
      const { results } = (await answer.json()) as { readonly results?: readonly object[] };
      if (results?.length !== BATCH || results.some((result) => "error" in result)) {
        throw new Error(`Cannot measure: not all images were classified (${answer.status})`);
      }
      if (round > 0) times.get(workers)!.push(performance.now() - begin);
    }
  }
  const [one, two] = [median(times.get(1)!), median(times.get(2)!)];
  console.log(
    `${BATCH} images in one request: ${one.toFixed(0)} ms with one thread, ${two.toFixed(0)} with two (${(one / two).toFixed(2)} times as fast)`,
  );
}
