/** What a TFLite file answers for many pictures of the packed store, on every core. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { InputContract } from "@inception-edge/bundle";
import type { CompiledEngine } from "@inception-edge/inference";
import type { TfliteAnswer, TfliteTask, TfliteWorkerData } from "./tflite-worker.ts";

export interface TfliteScoresOptions {
  readonly engine: CompiledEngine;
  readonly imagesPath: string;
  readonly contract: InputContract;
  readonly classes: number;
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Pictures a task: a second's work or so. */
const TASK_PICTURES = 50;

/** Scores `[indices.length, classes]`; rejects with the first failure of a thread, or the signal's reason. */
export async function tfliteScores(
  tflite: Uint8Array,
  indices: Int32Array,
  { engine, imagesPath, contract, classes, onProgress, signal }: TfliteScoresOptions,
): Promise<Float32Array> {
  const scores = new Float32Array(indices.length * classes);
  signal?.throwIfAborted();
  if (indices.length === 0) return scores;
  const workerData: TfliteWorkerData = { tflite, engine, imagesPath, contract };
  const threads = Math.min(availableParallelism(), Math.ceil(indices.length / TASK_PICTURES));
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL("./tflite-worker.ts", import.meta.url), { workerData }),
  );
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const stop = (): void => reject(signal!.reason);
  signal?.addEventListener("abort", stop, { once: true });
  let next = 0;
  let done = 0;
  function give(worker: Worker): void {
    if (next >= indices.length) return;
    const row = next;
    next += TASK_PICTURES;
    worker.postMessage({ row, indices: indices.slice(row, next) } satisfies TfliteTask);
  }
  try {
    for (const worker of workers) {
      worker.on("error", reject);
      worker.on("exit", (code) => reject(new Error(`Cannot measure: a thread ended with ${code}`)));
      worker.on("message", (answer: TfliteAnswer) => {
        scores.set(answer.scores, answer.row * classes);
        done += answer.scores.length / classes;
        onProgress?.(done);
        if (done === indices.length) resolve();
        else give(worker);
      });
      give(worker);
    }
    await promise;
    return scores;
  } finally {
    signal?.removeEventListener("abort", stop);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
