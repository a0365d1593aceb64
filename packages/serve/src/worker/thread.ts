/** Entry of a worker thread: waits for its setup, then does jobs with the engines of `@inception-edge/inference`. */
import { once } from "node:events";
import { parentPort } from "node:worker_threads";
import { heic } from "@inception-edge/image/heic";
import { openModel } from "@inception-edge/inference";
import { collectGarbage } from "../collect-garbage.ts";
import type { WorkerSetup } from "./job.ts";
import { serveJobs } from "./serve-jobs.ts";

await start();
collectGarbage(); // Here nothing refers to the models' files any more: their engines have copies.

async function start(): Promise<void> {
  const [setup] = (await once(parentPort!, "message")) as [WorkerSetup];
  await serveJobs(parentPort!, setup, openModel, [heic]);
}
