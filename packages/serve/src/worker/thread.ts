/** Entry of a worker thread: waits for its setup, then does jobs with the engines of `@inception-edge/inference`. */
import { once } from "node:events";
import { parentPort } from "node:worker_threads";
import { heic } from "@inception-edge/image/heic";
import { openModel } from "@inception-edge/inference";
import { collectGarbage } from "../collect-garbage.ts";
import { freeBytes } from "./free-bytes.ts";
import type { WorkerSetup } from "./job.ts";
import type { OpenEngine } from "./open-classifier.ts";
import { serveJobs } from "./serve-jobs.ts";

await start();
collectGarbage();

async function start(): Promise<void> {
  const [setup] = (await once(parentPort!, "message")) as [WorkerSetup];
  await serveJobs(parentPort!, setup, openOwn, [heic]);
}

/** The file came as a copy of this thread's own, and its engine has another. */
async function openOwn(...[file, options]: Parameters<OpenEngine>): ReturnType<OpenEngine> {
  const engine = await openModel(file, options);
  freeBytes(file);
  return engine;
}
