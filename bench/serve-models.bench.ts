/**
 * What each further model costs a service, and what a shadow does to the answers beside it: processes as a user starts
 * them, two threads each.
 *
 *   node --conditions=@inception-edge/source bench/serve-models.bench.ts [BUNDLE] [deno|node] [ROUNDS]
 *
 * The models are links to one bundle; each has engines of its own, as different ones have. Services of one, three and
 * five models are started in turns, and measured when every model has answered ten times. Two services, one of them with
 * a shadow, are then asked in turns for the bundle's first golden image: twenty requests at a time by one client, then by
 * six clients at once. Own time is what a request takes besides decoding, preparing and inference, as Server-Timing tells.
 * With 0 ROUNDS only the shadow is measured. ENGINE and LITERT_LIBRARY are the service's.
 */
import { mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  startProcess,
  type RuntimeName,
  type ServiceProcess,
} from "../packages/serve/test/start-process.ts";
import { median } from "./median.ts";
import { otherLoad } from "./other-load.ts";
import { treeUse } from "./process-tree.ts";

const COUNTS = [1, 3, 5];
const BLOCKS = 10;
const BLOCK = 20;
const CLIENTS = 6;

const [, , bundle = "packages/serve/bundle", runtime = "deno", rounds = "3"] = process.argv;
const modelDir = resolve(bundle);
const image = await readFile(join(modelDir, "golden/0.jpeg"));
const folder = await mkdtemp(join(tmpdir(), "inception-edge-models-"));
const others = otherLoad();
try {
  console.log(`${runtime}, ${modelDir}, ${rounds} rounds, medians`);
  if (Number(rounds) > 0) await measureModels(Number(rounds));
  await measureShadow();
} finally {
  await rm(folder, { recursive: true });
}
console.log(`others took ${(100 * others()).toFixed(0)} % of the machine`);

async function measureModels(count: number): Promise<void> {
  const measured = COUNTS.map(() => [] as { processorMs: number; residentMb: number }[]);
  for (let round = 0; round < count; round += 1) {
    for (const [index, models] of COUNTS.entries()) measured[index]!.push(await useOf(models));
  }
  const middle = (index: number, fact: "processorMs" | "residentMb"): number =>
    median(measured[index]!.map((one) => one[fact]));
  for (const [index, models] of COUNTS.entries()) {
    const [ms, mb] = [middle(index, "processorMs"), middle(index, "residentMb")];
    console.log(
      `${models} models: ${ms.toFixed(0)} ms of the processor to start, ${mb.toFixed(0)} MB`,
    );
  }
  const last = COUNTS.length - 1;
  const more = COUNTS[last]! - COUNTS[0]!;
  const [ms, mb] = (["processorMs", "residentMb"] as const).map(
    (fact) => (middle(last, fact) - middle(0, fact)) / more,
  );
  console.log(`each further model: ${ms!.toFixed(0)} ms, ${mb!.toFixed(0)} MB`);
}

/** The processor's time to start, and memory when all models have answered. */
async function useOf(models: number): Promise<{ processorMs: number; residentMb: number }> {
  const service = await start(models, "m1");
  try {
    const { processorMs } = await treeUse(service.pid);
    for (let model = 1; model <= models; model += 1) {
      await times(service, `/models/m${model}/classify`, 10);
    }
    const { residentMb } = await treeUse(service.pid);
    return { processorMs, residentMb };
  } finally {
    await stop(service);
  }
}

async function measureShadow(): Promise<void> {
  const [alone, beside] = [await start(2, "m1"), await start(2, "m1,m2:shadow")];
  try {
    for (const clients of [1, CLIENTS]) {
      const found = { alone: [] as Timed[], beside: [] as Timed[] };
      for (let block = 0; block <= BLOCKS; block += 1) {
        for (const [name, service] of Object.entries({ alone, beside })) {
          const timed = await byClients(service, clients);
          if (block > 0) found[name as keyof typeof found].push(...timed); // the first warms up
        }
      }
      for (const [name, all] of Object.entries(found)) describe(`${clients} clients, ${name}`, all);
    }
    const metrics = await (await fetch(urlOf(beside, "/metrics"))).text();
    console.log(metrics.match(/^model_comparisons_total.*$/gm)?.join("\n"));
  } finally {
    await stop(alone);
    await stop(beside);
  }
}

async function start(models: number, plan: string): Promise<ServiceProcess> {
  const place = join(folder, String(models));
  await mkdir(place, { recursive: true });
  for (let model = 1; model <= models; model += 1) {
    await symlink(modelDir, join(place, `m${model}`)).catch(() => {}); // It is there already.
  }
  const environment = { WORKERS: "2", MODELS: plan };
  return startProcess(runtime as RuntimeName, { modelDir: place, environment });
}

async function stop(service: ServiceProcess): Promise<void> {
  service.kill("SIGTERM");
  await service.ended;
}

/** Of one request, in ms. */
interface Timed {
  readonly answer: number;
  readonly own: number;
}

function describe(name: string, all: readonly Timed[]): void {
  const figures = (["answer", "own"] as const).map((fact) => {
    const sorted = all.map((one) => one[fact]).toSorted((a, b) => a - b);
    const p95 = sorted[Math.floor(0.95 * sorted.length)]!;
    return `${fact} ${median(sorted).toFixed(2)} ms, 95th percentile ${p95.toFixed(2)}`;
  });
  console.log(`${name}: ${figures.join("; ")}`);
}

async function byClients(service: ServiceProcess, clients: number): Promise<Timed[]> {
  const each = Array.from({ length: clients }, () => times(service, "/classify", BLOCK));
  return (await Promise.all(each)).flat();
}

/** Of requests one after another. */
async function times(service: ServiceProcess, path: string, count: number): Promise<Timed[]> {
  const found: Timed[] = [];
  for (let request = 0; request < count; request += 1) {
    const begin = performance.now();
    const answer = await fetch(urlOf(service, path), { method: "POST", body: image });
    await answer.arrayBuffer();
    found.push({ answer: performance.now() - begin, own: ownTime(answer) });
  }
  return found;
}

function ownTime({ headers }: Response): number {
  const timing = headers.get("server-timing")!;
  const ms = (stage: string): number =>
    Number(new RegExp(`\\b${stage};dur=([\\d.]+)`).exec(timing)?.[1] ?? 0);
  return ms("total") - ms("queue") - ms("decode") - ms("prepare") - ms("infer");
}

function urlOf({ port }: ServiceProcess, path: string): string {
  return `http://127.0.0.1:${port}${path}`;
}
