/**
 * A worker that is no thread: where a host gives one isolate, jobs run in it, between requests. It takes and gives the
 * messages of a thread, so that the pool has its queue, its limits and its self-test here too. No deadline can end a job.
 */
import { EventEmitter } from "node:events";
import type { MessagePort, Worker } from "node:worker_threads";
import { openModel } from "@inception-edge/inference";
import type { StartWorker } from "../worker/prepare-workers.ts";
import { serveJobs } from "../worker/serve-jobs.ts";

/** Starts a worker in this isolate. */
export function inThisThread(): StartWorker {
  return function startWorker(setup) {
    const [outside, inside] = [new EventEmitter(), new EventEmitter()];
    const worker = Object.assign(outside, {
      postMessage: (message: unknown): void => sendTo(inside, message),
      async terminate(): Promise<number> {
        inside.removeAllListeners();
        return 0;
      },
    });
    const port = Object.assign(inside, {
      postMessage: (message: unknown): void => sendTo(outside, message),
    });
    serveJobs(port as unknown as MessagePort, setup, openModel).catch((error: unknown) => {
      outside.emit("error", error);
    });
    return worker as unknown as Worker;
  };
}

/** In a turn of its own, as between threads: requests come in before. */
function sendTo(side: EventEmitter, message: unknown): void {
  setImmediate(() => side.emit("message", message));
}
