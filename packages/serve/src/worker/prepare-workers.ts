/**
 * Threads that classify. Some are started before there is any work for them, so that their modules load while the bundle
 * is read. From source a thread needs the condition that finds the sources of the other packages.
 */
import { Worker } from "node:worker_threads";
import type { WorkerSetup } from "./job.ts";

/** Starts a thread and gives it its setup. */
export type StartWorker = (setup: WorkerSetup) => Worker;

/** @param count threads to start now; once they are all in use, each further one starts when it is asked for */
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
