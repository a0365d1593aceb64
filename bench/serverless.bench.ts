/**
 * The service as a fetch handler in one isolate: from the start of the process to the first answer, and its memory then
 * and after a hundred answers. Linux.
 *
 *   node --conditions=@inception-edge/source bench/serverless.bench.ts [BUNDLE] [tfjs-tflite|litert]
 *
 * Builds the module, and starts it as `deno task start` does, with no right but to variables. On a machine with other
 * work, `chrt --rr 5` before the command puts it first.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { buildModule } from "../deploy/module/build-module.ts";
import type { WasmEngineName } from "../packages/inference/src/mod.ts";
import { denoProgram } from "../packages/serve/src/entry/deno-program.ts";
import { memoryEnvironment } from "../packages/serve/src/entry/runtime-arguments.ts";
import { median } from "./median.ts";
import { otherLoad } from "./other-load.ts";
import { treeUse } from "./process-tree.ts";

const FLAGS = ["--no-prompt", "-E", "--v8-flags=--max-semi-space-size=2"];
const STARTS = 7;
const REQUESTS = 100;

const bundle = resolve(process.argv[2] ?? "packages/serve/bundle");
const engine = (process.argv[3] ?? "tfjs-tflite") as WasmEngineName;
const out = await mkdtemp(join(tmpdir(), "module-"));
const others = otherLoad();
try {
  await buildModule({ bundle, out, engine });
  const image = await readFile(join(bundle, "golden/0.jpeg"));
  const first: number[] = [];
  const processor: number[] = [];
  const atFirst: number[] = [];
  const after: number[] = [];
  const infer: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const port = await freePort();
    const began = performance.now();
    const service = spawn(
      denoProgram(),
      ["serve", ...FLAGS, "--host", "127.0.0.1", "--port", String(port), "main.js"],
      { cwd: out, stdio: "ignore", env: { ...process.env, ...memoryEnvironment } },
    );
    try {
      await answer(port, image);
      first.push(performance.now() - began);
      const use = await treeUse(service.pid!);
      processor.push(use.processorMs);
      atFirst.push(use.residentMb);
      for (let request = 0; request < REQUESTS; request += 1) {
        infer.push(await answer(port, image));
      }
      after.push((await treeUse(service.pid!)).residentMb);
    } finally {
      await end(service);
    }
  }
  console.log(`${engine}, ${bundle}, medians of ${STARTS} starts`);
  console.log(
    `start to first answer, ms: ${median(first).toFixed(0)} (at most 400), least ${Math.min(...first).toFixed(0)}`,
  );
  console.log(`processor's time of that, ms: ${median(processor).toFixed(0)}`);
  console.log(`resident at the first answer, MB: ${median(atFirst).toFixed(0)} (at most 128)`);
  console.log(`resident after ${REQUESTS} answers, MB: ${median(after).toFixed(0)}`);
  console.log(`infer, ms: ${median(infer).toFixed(1)}`);
  console.log(`others took ${(100 * others()).toFixed(0)} % of the machine`);
} finally {
  await rm(out, { recursive: true });
}

/** Asks until it is there. @returns ms of the inference */
async function answer(port: number, image: Uint8Array<ArrayBuffer>): Promise<number> {
  for (;;) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/classify`, {
        method: "POST",
        body: image,
      });
      const { timings } = (await response.json()) as { readonly timings: { infer: number } };
      return timings.infer;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      await sleep(2); // Nobody listens yet.
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function end(service: ChildProcess): Promise<void> {
  service.kill("SIGKILL");
  await once(service, "exit");
}
