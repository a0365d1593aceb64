/** Starts a worker thread from a module, from source or built. */
import { Worker } from "node:worker_threads";

/**
 * Starts the module `name` in the same folder as `base`, an `import.meta.url`. From source the thread needs the condition
 * that resolves packages to their sources; built, it must not have it.
 */
export function startWorker(name: string, base: string, workerData: unknown): Worker {
  const source = base.endsWith(".ts");
  return new Worker(new URL(`${name}.${source ? "ts" : "js"}`, base), {
    workerData,
    execArgv: source ? ["--conditions=@inception-edge/source"] : [],
  });
}
