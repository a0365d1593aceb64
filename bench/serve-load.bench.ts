/**
 * The service past saturation: more connections than its queue has places. No 5xx, bounded memory, health answers
 * within 50 ms, no broken connection; then SIGTERM under load, which must lose no accepted request. Needs wrk.
 *
 *   node --conditions=@inception-edge/source bench/serve-load.bench.ts [BUNDLE] [deno|node] [SECONDS] [RELOAD_S]
 *
 * With RELOAD_S the bundle is loaded again that often, which replaces every thread. `LITERT_LIBRARY` names the library to
 * serve natively.
 */
import { readFile } from "node:fs/promises";
import { Agent } from "node:http";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  startProcess,
  type RuntimeName,
  type ServiceProcess,
} from "../packages/serve/test/start-process.ts";
import { otherLoad } from "./other-load.ts";
import { postImage } from "./post-image.ts";
import { residentMb } from "./serve-memory.ts";
import { wrk } from "./serve-wrk.ts";

/** Two at work and 32 waiting leave 30 to refuse. */
const CONNECTIONS = 64;
const HEALTH_EVERY_MS = 100;
const CLIENTS = 16;

await main(process.argv[2] ?? "packages/serve/bundle", (process.argv[3] ?? "deno") as RuntimeName, {
  seconds: Number(process.argv[4] ?? 60),
  reloadS: Number(process.argv[5] ?? 0),
});

async function main(
  folder: string,
  runtime: RuntimeName,
  { seconds, reloadS }: { readonly seconds: number; readonly reloadS: number },
): Promise<void> {
  const modelDir = resolve(folder);
  const image = await readFile(join(modelDir, "golden/0.jpeg"));
  console.log(`${runtime}, ${CONNECTIONS} connections for ${seconds} s`);
  const others = otherLoad();
  const service = await startProcess(runtime, {
    modelDir,
    environment: { WORKERS: "2" },
    timeoutMs: (seconds + 60) * 1000,
  });
  const url = `http://127.0.0.1:${service.port}/classify`;
  await wrk(url, { connections: CONNECTIONS, seconds: 5, image }); // to warm up

  const watch = new AbortController();
  const [memory, health] = [watchMemory(service, watch.signal), watchHealth(service, watch.signal)];
  const reload = (): void => service.kill("SIGHUP");
  const reloads = reloadS > 0 ? setInterval(reload, reloadS * 1000) : undefined;
  const { statuses, answersPerSecond, p50, p99, broken } = await wrk(url, {
    connections: CONNECTIONS,
    seconds,
    image,
  });
  watch.abort();
  clearInterval(reloads);
  const models = service.log.filter((line) => line.includes('"event":"model"'));
  const { engine } = JSON.parse(models.at(-1)!) as { readonly engine: { readonly name: string } };
  console.log(`${engine.name}, loaded ${models.length} times`);
  console.log(
    `statuses ${JSON.stringify(statuses)}, ${answersPerSecond.toFixed(0)} answers per second`,
  );
  console.log(`all answers: median ${p50.toFixed(1)} ms, 99th percentile ${p99.toFixed(1)} ms`);
  judge(
    "statuses are 200 and 429",
    Object.keys(statuses).every((status) => ["200", "429"].includes(status)),
  );
  judge(`${broken} connections broken`, broken === 0);

  const megabytes = await memory;
  const third = Math.floor(megabytes.length / 3);
  const [early, late] = [mean(megabytes.slice(0, third)), mean(megabytes.slice(-third))];
  console.log(`resident: ${Math.max(...megabytes).toFixed(0)} MB at most`);
  judge(
    `resident ${early.toFixed(0)} MB in the first third, ${late.toFixed(0)} in the last`,
    late < early * 1.1,
  );

  const delays = (await health).toSorted((a, b) => a - b);
  const [middle, most, worst] = [0.5, 0.99, 1].map(
    (share) => delays[Math.ceil(share * delays.length) - 1]!,
  ) as [number, number, number];
  console.log(
    `health: ${delays.length} probes, median ${middle.toFixed(1)} ms, 99th percentile ${most.toFixed(1)} ms`,
  );
  judge(`health within ${worst.toFixed(1)} ms at worst`, worst < 50);

  const outcomes = await killUnderLoad(service, image);
  console.log(`kill under load: ${JSON.stringify(outcomes)}`);
  judge("no accepted request lost", outcomes.lost === 0 && outcomes.exitCode === 0);
  console.log(`others took ${(100 * others()).toFixed(0)} % of the machine`);
}

interface Outcomes {
  readonly answered: number;
  /** Connections that the service no longer took. */
  readonly refused: number;
  /** Sent and not answered. */
  readonly lost: number;
  readonly exitCode: number | undefined;
}

/** Clients that ask on until they are refused, and SIGTERM amid that. */
async function killUnderLoad(service: ServiceProcess, image: Uint8Array): Promise<Outcomes> {
  const counts = { answered: 0, refused: 0, lost: 0 };
  const agent = new Agent({ keepAlive: true });
  const clients = Array.from({ length: CLIENTS }, async () => {
    for (;;) {
      const outcome = await postImage(service.port, image, agent);
      counts[outcome] += 1;
      if (outcome !== "answered") return;
    }
  });
  await sleep(2000);
  service.kill("SIGTERM");
  await Promise.all(clients);
  return { ...counts, exitCode: await service.ended };
}

async function watchMemory({ pid }: ServiceProcess, signal: AbortSignal): Promise<number[]> {
  const megabytes: number[] = [];
  for (; !signal.aborted; await sleep(500)) megabytes.push(await residentMb(pid));
  return megabytes;
}

/** @returns ms of each probe, every one on a connection of its own, as a kubelet's */
async function watchHealth({ port }: ServiceProcess, signal: AbortSignal): Promise<number[]> {
  const delays: number[] = [];
  for (; !signal.aborted; await sleep(HEALTH_EVERY_MS)) {
    const start = performance.now();
    const answer = await fetch(`http://127.0.0.1:${port}/livez`, {
      headers: { connection: "close" },
    });
    await answer.arrayBuffer();
    delays.push(performance.now() - start);
  }
  return delays;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function judge(name: string, isGood: boolean): void {
  console.log(`${isGood ? "ok  " : "MISS"} ${name}`);
  if (!isGood) process.exitCode = 1;
}
