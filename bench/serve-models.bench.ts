/**
 * What each further model costs a service, and what a shadow does to its answers: processes as a user starts them, in
 * turns.
 *
 *   node --conditions=@inception-edge/source bench/serve-models.bench.ts [BUNDLE] [deno|node] [MODELS] [ROUNDS]
 *
 * The models are links to the one bundle: each has engines of its own, as different ones have. Two threads. Memory is
 * measured when the service is ready, and after every model has answered; answers are asked for one after another, of
 * the bundle's first golden image.
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
import { residentMb } from "./serve-memory.ts";

const REQUESTS = 200;
const WARM_UP = 20;

const [, , bundle = "packages/serve/bundle", runtime = "deno", most = "3", rounds = "3"] =
  process.argv;
await main(resolve(bundle), runtime as RuntimeName, Number(most), Number(rounds));

async function main(
  modelDir: string,
  name: RuntimeName,
  mostModels: number,
  count: number,
): Promise<void> {
  const image = await readFile(join(modelDir, "golden/0.jpeg"));
  const folder = await mkdtemp(join(tmpdir(), "inception-edge-models-"));
  const others = otherLoad();
  try {
    const ids = Array.from({ length: mostModels }, (_, index) => `m${index + 1}`);
    const ways = [
      ...ids.map((_, index) => ({ models: index + 1, plan: "m1" })),
      { models: 2, plan: "m1,m2:shadow" },
    ];
    const folders = new Map<number, string>();
    for (const { models } of ways)
      folders.set(models, await link(folder, ids.slice(0, models), modelDir));
    const measured = ways.map(() => [] as Measured[]);
    for (let round = 0; round < count; round += 1) {
      for (const [index, { models, plan }] of ways.entries()) {
        measured[index]!.push(await measure(name, folders.get(models)!, plan, image));
      }
    }
    console.log(`${name}, ${modelDir}, ${count} rounds, medians`);
    for (const [index, { models, plan }] of ways.entries()) {
      const row = (fact: keyof Measured, digits: number): string =>
        median(measured[index]!.map((one) => one[fact])).toFixed(digits);
      console.log(
        `${models} models, MODELS=${plan}: ready after ${row("startMs", 0)} ms, ${row("readyMb", 0)} MB, ` +
          `${row("usedMb", 0)} MB after answers; an answer ${row("p50", 2)} ms, 95th percentile ${row("p95", 2)}`,
      );
    }
    console.log(`others took ${(100 * others()).toFixed(0)} % of the machine`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Measured {
  readonly startMs: number;
  readonly readyMb: number;
  readonly usedMb: number;
  readonly p50: number;
  readonly p95: number;
}

async function measure(
  name: RuntimeName,
  modelDir: string,
  plan: string,
  image: Uint8Array<ArrayBuffer>,
): Promise<Measured> {
  const start = performance.now();
  const environment = { WORKERS: "2", MODELS: plan };
  const service = await startProcess(name, { modelDir, environment });
  const startMs = performance.now() - start;
  try {
    const readyMb = await residentMb(service.pid);
    const { models } = (await (await fetch(urlOf(service, "/models"))).json()) as {
      readonly models: readonly { readonly id: string }[];
    };
    for (const { id } of models) await times(service, `/models/${id}/classify`, image, WARM_UP);
    const answers = (await times(service, "/classify", image, REQUESTS)).toSorted((a, b) => a - b);
    return {
      startMs,
      readyMb,
      usedMb: await residentMb(service.pid),
      p50: median(answers),
      p95: answers[Math.floor(0.95 * answers.length)]!,
    };
  } finally {
    service.kill("SIGTERM");
    await service.ended;
  }
}

/** Of requests one after another, ms each. */
async function times(
  service: ServiceProcess,
  path: string,
  body: Uint8Array<ArrayBuffer>,
  count: number,
): Promise<number[]> {
  const found: number[] = [];
  for (let request = 0; request < count; request += 1) {
    const start = performance.now();
    const answer = await fetch(urlOf(service, path), { method: "POST", body });
    await answer.arrayBuffer();
    found.push(performance.now() - start);
  }
  return found;
}

/** @returns the folder of those models */
async function link(folder: string, ids: readonly string[], modelDir: string): Promise<string> {
  const place = join(folder, String(ids.length));
  await mkdir(place, { recursive: true });
  for (const id of ids) await symlink(modelDir, join(place, id)).catch(() => {});
  return place;
}

function urlOf({ port }: ServiceProcess, path: string): string {
  return `http://127.0.0.1:${port}${path}`;
}
