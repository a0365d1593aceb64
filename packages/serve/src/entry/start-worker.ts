/** Starts a thread that classifies. From source it needs the condition that finds its siblings' sources. */
import { Worker } from "node:worker_threads";
import type { WorkerSetup } from "../worker/classification.ts";

export function startWorker(setup: WorkerSetup): Worker {
  const source = import.meta.url.endsWith(".ts");
  const path = `../worker/classify-worker.${source ? "ts" : "js"}`;
  return new Worker(new URL(path, import.meta.url), {
    workerData: setup,
    execArgv: source ? ["--conditions=@inception-edge/source"] : [],
  });
}
