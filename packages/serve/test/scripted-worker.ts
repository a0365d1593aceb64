/** A worker thread that does as each job says, for tests of what the pool makes of it. */
import { parentPort, workerData } from "node:worker_threads";
import { StageClock } from "../src/pool/stage-clock.ts";
import type { ToWorker } from "../src/pool/worker-messages.ts";

export type ScriptedJob =
  | { readonly kind: "wait"; readonly firstMs: number; readonly secondMs: number }
  | { readonly kind: "throw" }
  | { readonly kind: "exit" }
  | { readonly kind: "spin" };

const port = parentPort!;
const { start, freed, model, clock } = workerData as {
  readonly start: "ready" | "throw" | "refuse" | "wait";
  /** That is refused. */
  readonly model?: string;
  /** Counts the threads that were told to free their memory. */
  readonly freed: Int32Array;
  readonly clock: SharedArrayBuffer;
};
const stageClock = new StageClock(clock);
let last = Promise.resolve();
if (start === "throw") throw new Error("no such model");

port.on("message", (message: ToWorker<ScriptedJob>) => {
  last = last.then(() => obey(message));
});

async function obey(message: ToWorker<ScriptedJob>): Promise<void> {
  if (message.kind === "free") {
    Atomics.add(freed, 0, 1);
    port.postMessage({ kind: "freed" });
    return;
  }
  const { id, job } = message;
  if (job.kind === "throw") port.postMessage({ kind: "failed", id, message: "a fault" });
  if (job.kind === "exit") process.exit(3);
  if (job.kind === "spin") for (;;);
  if (job.kind !== "wait") return;
  await sleep(job.firstMs);
  stageClock.advance(id);
  await sleep(job.secondMs);
  port.postMessage({ kind: "done", id, result: "done" });
}
if (start === "ready") port.postMessage({ kind: "started", started: "ready" });
if (start === "refuse") {
  port.postMessage({ kind: "refused", model, message: "it answers differently" });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
