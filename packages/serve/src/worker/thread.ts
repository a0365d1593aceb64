/** Entry of a worker thread: waits for its setup, then does jobs with the engines of `@inception-edge/inference`. */
import { once } from "node:events";
import { parentPort } from "node:worker_threads";
import { openModel } from "@inception-edge/inference";
import type { WorkerSetup } from "./job.ts";
import { serveJobs } from "./serve-jobs.ts";

const [setup] = (await once(parentPort!, "message")) as [WorkerSetup];
await serveJobs(parentPort!, setup, openModel);
