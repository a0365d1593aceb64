/**
 * Does what is deployed answer right? Builds both images, starts each as every platform does (any user, read-only, no
 * capabilities), asks it about the bundle's golden images, compares every score, and stops it.
 *
 *   pnpm --filter deploy smoke [--bundle DIR] [--engine docker|podman|buildah|unshare] [--target wasm|native]
 *   pnpm --filter deploy smoke --url https://… [--bundle DIR]    asks a service that already runs
 */
import { realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { askContract } from "./ask-contract.ts";
import { compareGolden } from "./compare-golden.ts";
import { contracts, type Contract } from "./contracts.ts";
import { targets, type Engine, type Target } from "./engine.ts";
import { engines, type EngineName } from "./engines.ts";

const REPOSITORY = resolve(import.meta.dirname, "..");
const READY_WITHIN_MS = 30_000;
/** What the image's answers come from. */
const ENGINES: Readonly<Record<Target, string>> = { wasm: "litert", native: "litert-native" };

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      bundle: { type: "string", default: resolve(REPOSITORY, "packages/serve/bundle") },
      engine: { type: "string" },
      url: { type: "string" },
      target: { type: "string" },
    },
  });
  const bundle = realpathSync(resolve(process.env["INIT_CWD"] ?? ".", values.bundle));
  if (values.url !== undefined) {
    await ask(values.url, bundle);
    return;
  }
  const engine = engines[chooseEngine(values.engine)];
  const { target: wanted } = values;
  for (const target of targets) {
    if (wanted === undefined || wanted === target) await tryImage(engine, { target, bundle });
  }
}

async function tryImage(
  engine: Engine,
  { target, bundle }: { readonly target: Target; readonly bundle: string },
): Promise<void> {
  step(`Build ${target}`);
  engine.build(REPOSITORY, target);
  for (const contract of contracts) {
    step(`Start ${target} as ${contract.platform} does`);
    await tryPlatform(engine, contract, { target, bundle });
  }
}

async function tryPlatform(
  engine: Engine,
  contract: Contract,
  { target, bundle }: { readonly target: Target; readonly bundle: string },
): Promise<void> {
  const { words = [], environment = {}, model = "/bundle", port } = contract;
  const options = { target, bundle, at: model, words, environment, port };
  const container = await engine.start(options);
  try {
    const url = `http://127.0.0.1:${port}`;
    await ask(url, bundle);
    await checkEngine(url, ENGINES[target]);
    await askContract(url, contract, await readFile(join(bundle, "golden/0.jpeg")));
  } finally {
    const code = await container.stop();
    console.log(`SIGTERM: ended with ${code}`);
    if (code !== 0) process.exitCode = 1;
  }
}

async function checkEngine(url: string, wanted: string): Promise<void> {
  const model = (await (await fetch(`${url}/model`)).json()) as {
    readonly engine: { readonly name: string; readonly variant: string; readonly why: string };
  };
  const { name, variant, why } = model.engine;
  console.log(`Engine: ${name} ${variant}, ${why}`);
  if (name !== wanted) throw new Error(`Cannot accept the image: ${name} answers, not ${wanted}`);
}

async function ask(url: string, bundle: string): Promise<void> {
  const start = performance.now();
  while (!(await isReady(url))) {
    if (performance.now() - start > READY_WITHIN_MS) {
      throw new Error(`Cannot reach "${url}/readyz": not ready in ${READY_WITHIN_MS / 1000} s`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  console.log(`Ready after ${Math.round(performance.now() - start)} ms`);
  for (const line of await compareGolden(url, bundle)) console.log(line);
  const page = await fetch(url);
  if (!page.ok) throw new Error(`Cannot open the page "${url}": it answers ${page.status}`);
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

function chooseEngine(wanted?: string): EngineName {
  const names = Object.keys(engines) as EngineName[];
  const found = names.find((name) =>
    wanted === undefined ? engines[name].isUsable() : name === wanted,
  );
  if (found !== undefined) return found;
  throw new Error(`Cannot find a container engine that runs: install one of ${names.join(", ")}`);
}

function step(name: string): void {
  console.log(`\n== ${name}`);
}
