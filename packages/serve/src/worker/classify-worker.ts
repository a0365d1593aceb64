/** Entry of a worker thread: the jobs by the engines of `@inception-edge/inference`. */
import { parentPort, workerData } from "node:worker_threads";
import { openModel } from "@inception-edge/inference";
import type { WorkerSetup } from "./classification.ts";
import { serveJobs } from "./serve-jobs.ts";

await serveJobs(parentPort!, workerData as WorkerSetup, openModel);
