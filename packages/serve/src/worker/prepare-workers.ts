/**
 * Threads that classify. Some are started before there is anything for them to do: their modules load while the bundle
 * is read. From source a thread needs the condition that finds its siblings' sources.
 */
import { Worker } from "node:worker_threads";
import type { WorkerSetup } from "./job.ts";

export type StartWorker = (setup: WorkerSetup) => Worker;

/** @param count of threads to start at once; when they are in use, further ones start when they are asked for */
export function prepareWorkers(count: number): StartWorker {
  const prepared = Array.from({ length: count }, spawn);
  return function startWorker(setup) {
    const worker = prepared.pop() ?? spawn();
    worker.postMessage(setup);
    return worker;
  };
}

function spawn(): Worker {
  const source = import.meta.url.endsWith(".ts");
  const path = `./thread.${source ? "ts" : "js"}`;
  return new Worker(new URL(path, import.meta.url), {
    execArgv: source ? ["--conditions=@inception-edge/source"] : [],
  });
}
