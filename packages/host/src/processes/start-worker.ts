/** A worker thread from a module beside the one that starts it, from source as well as built. */
import { Worker } from "node:worker_threads";

/**
 * Starts the module `name` beside `base`, an `import.meta.url`. From source a thread needs the condition that
 * finds its siblings' sources; built, it must not have it.
 */
export function startWorker(name: string, base: string, workerData: unknown): Worker {
  const source = base.endsWith(".ts");
  return new Worker(new URL(`${name}.${source ? "ts" : "js"}`, base), {
    workerData,
    execArgv: source ? ["--conditions=@inception-edge/source"] : [],
  });
}
