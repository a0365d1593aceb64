/**
 * Threads that classify. Some are started before there is any work for them, so that their modules load while the bundle
 * is read. From source a thread needs the condition that finds the sources of the other packages.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { WorkerSetup } from "./job.ts";

/** Starts a thread and gives it its setup. */
export type StartWorker = (setup: WorkerSetup) => Worker;

/** Starting a thread holds up the one that starts it for 20 ms on Deno; so long, others read and hash the bundle's files. */
const APART_MS = 40;

/** @param count threads to start now, one after the other; each further one starts when it is asked for */
export function prepareWorkers(count: number): StartWorker {
  const prepared: Worker[] = [];
  let unprepared = count;
  void prepare();
  return function startWorker(setup) {
    unprepared -= prepared.length === 0 ? 1 : 0;
    const worker = prepared.pop() ?? spawn();
    worker.postMessage(setup);
    return worker;
  };

  async function prepare(): Promise<void> {
    for (; unprepared > 0; await sleep(APART_MS)) {
      unprepared -= 1;
      prepared.push(spawn());
    }
  }
}

function spawn(): Worker {
  const source = import.meta.url.endsWith(".ts");
  const path = `./thread.${source ? "ts" : "js"}`;
  return new Worker(new URL(path, import.meta.url), {
    execArgv: source ? ["--conditions=@inception-edge/source"] : [],
  });
}
