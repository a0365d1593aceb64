/**
 * SIGTERM while clients ask: how many are reset, neither answered nor refused. 16 clients that ask again at once, on
 * connections that they keep, or each time on a new one; then a new connection every 4 ms, whether others were answered
 * or not.
 *
 *   node --conditions=@inception-edge/source bench/serve-stop.bench.ts [BUNDLE] [deno|node] [STOPS]
 *
 * `LITERT_LIBRARY` names the library to serve natively.
 */
import { readFile } from "node:fs/promises";
import { Agent } from "node:http";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startProcess, type RuntimeName } from "../packages/serve/test/start-process.ts";
import { otherLoad } from "./other-load.ts";
import { postImage, type Outcome } from "./post-image.ts";

const CLIENTS = 16;
const EVERY_MS = 4;
const LOAD_MS = 1000;

type Ask = () => Promise<Outcome>;

/** Each resolves once the service refuses. */
const LOADS: Readonly<Record<string, (ask: Ask) => Promise<unknown>>> = {
  "connections kept": askAgain,
  "connections renewed": askAgain,
  [`a connection every ${EVERY_MS} ms`]: askRegularly,
};

const modelDir = resolve(process.argv[2] ?? "packages/serve/bundle");
const runtime = (process.argv[3] ?? "deno") as RuntimeName;
const stops = Number(process.argv[4] ?? 5);
const image = await readFile(join(modelDir, "golden/0.jpeg"));
const others = otherLoad();
for (const [name, load] of Object.entries(LOADS)) {
  for (let stop = 0; stop < stops; stop += 1) {
    const service = await startProcess(runtime, { modelDir, environment: { WORKERS: "2" } });
    const agent = new Agent({ keepAlive: name === "connections kept" });
    const counts = { answered: 0, refused: 0, lost: 0 };
    const asking = load(async () => {
      const outcome = await postImage(service.port, image, agent);
      counts[outcome] += 1;
      return outcome;
    });
    await sleep(LOAD_MS);
    const start = performance.now();
    service.kill("SIGTERM");
    await asking;
    const exitCode = await service.ended;
    const ms = (performance.now() - start).toFixed(0);
    console.log(
      `${runtime}, ${name}: ${JSON.stringify(counts)}, ended with ${exitCode} in ${ms} ms`,
    );
  }
}
console.log(`others took ${(100 * others()).toFixed(0)} % of the machine`);

function askAgain(ask: Ask): Promise<unknown> {
  const client = async (): Promise<void> => {
    while ((await ask()) === "answered");
  };
  return Promise.all(Array.from({ length: CLIENTS }, client));
}

async function askRegularly(ask: Ask): Promise<void> {
  const asked: Promise<unknown>[] = [];
  const outcomes = new Set<Outcome>();
  for (; !outcomes.has("refused"); await sleep(EVERY_MS)) {
    asked.push(ask().then((outcome) => outcomes.add(outcome)));
  }
  await Promise.all(asked);
}
