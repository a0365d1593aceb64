/**
 * The service as a fetch handler in one isolate: from the start of the process to the first answer, and its memory then,
 * after a hundred answers, and after PNGs of a megapixel: the most at any of them, and at the end. Linux.
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
import { buildModule, start } from "../deploy/module/build-module.ts";
import { Canvas } from "../packages/image/src/canvas/mod.ts";
import { encodePng } from "../packages/image/src/encode/mod.ts";
import { resizeBilinear } from "../packages/image/src/mod.ts";
import type { WasmEngineName } from "../packages/inference/src/mod.ts";
import { denoProgram } from "../packages/serve/src/entry/deno-program.ts";
import { noise } from "../packages/testing/src/images/noise.ts";
import { median } from "./median.ts";
import { otherLoad } from "./other-load.ts";
import { treeUse } from "./process-tree.ts";

const STARTS = 5;
const REQUESTS = 100;
const PNGS = 20;

const bundle = resolve(process.argv[2] ?? "packages/serve/bundle");
const engine = (process.argv[3] ?? "tfjs-tflite") as WasmEngineName;
const out = await mkdtemp(join(tmpdir(), "module-"));
const others = otherLoad();
try {
  await buildModule({ bundle, out, engine });
  const image = await readFile(join(bundle, "golden/0.jpeg"));
  const pngs = Array.from({ length: 4 }, (_, index) => megapixel(index));
  const first: number[] = [];
  const processor: number[] = [];
  const atFirst: number[] = [];
  const after: number[] = [];
  const afterPngs: { readonly most: number; readonly end: number }[] = [];
  const infer: number[] = [];
  for (let count = 0; count < STARTS; count += 1) {
    const port = await freePort();
    const began = performance.now();
    const service = spawn(
      denoProgram(),
      [...start.args, "--host", "127.0.0.1", "--port", String(port), "main.js"],
      { cwd: out, stdio: "ignore", env: { ...process.env, ...start.environment } },
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
      const large: number[] = [];
      for (let request = 0; request < PNGS; request += 1) {
        await answer(port, pngs[request % pngs.length]!);
        large.push((await treeUse(service.pid!)).residentMb);
      }
      afterPngs.push({ most: Math.max(...large), end: large.at(-1)! });
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
  const ofPngs = (at: "most" | "end"): string => median(afterPngs.map((one) => one[at])).toFixed(0);
  console.log(
    `resident after ${PNGS} PNGs of a megapixel, MB: ${ofPngs("end")}, at most ${ofPngs("most")}`,
  );
  console.log(`infer, ms: ${median(infer).toFixed(1)}`);
  console.log(`others took ${(100 * others()).toFixed(0)} % of the machine`);
} finally {
  await rm(out, { recursive: true });
}

/** 1150 × 865 px, as smooth as a photograph. */
function megapixel(seed: number): Uint8Array<ArrayBuffer> {
  const { rgb, width } = resizeBilinear(noise(seed, 220), 1150, 865);
  return Uint8Array.from(encodePng(Canvas.fromRgb(rgb, width).rgba, width, 6));
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
