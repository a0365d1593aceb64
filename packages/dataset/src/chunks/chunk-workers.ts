/**
 * Threads that work through a run of images: each is handed the next chunk when it is done with one, so that
 * a slow one holds up nobody.
 */
import { Worker } from "node:worker_threads";
import type { ImageRef } from "../dataset.ts";

/** Images that are worked on together: 3 MiB of stored pixels. */
export const CHUNK_IMAGES = 256;

/** What a thread is sent: number `chunk` of the run. */
export interface ImageChunk {
  readonly chunk: number;
  readonly images: readonly ImageRef[];
}

export interface ChunkWorkersOptions<Done> {
  /** An infinitive, for the message about a thread that ended: `pack "tiny-imagenet-200"`. */
  readonly action: string;
  /** Starts a thread that answers each `ImageChunk` by one `Done`. */
  readonly start: () => Worker;
  /** Threads at most. */
  readonly workers: number;
  readonly onChunk: (done: Done) => void;
  readonly signal: AbortSignal | undefined;
}

/** Has all images worked on; rejects with the first fault of a thread or with the signal's reason. */
export async function runChunkWorkers<Done>(
  images: readonly ImageRef[],
  { action, start, workers: limit, onChunk, signal }: ChunkWorkersOptions<Done>,
): Promise<void> {
  const chunks = Math.ceil(images.length / CHUNK_IMAGES);
  if (chunks === 0) return;
  const workers = Array.from({ length: Math.max(1, Math.min(limit, chunks)) }, start);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  function abort(): void {
    reject(signal!.reason);
  }
  let next = 0;
  let left = chunks;
  function give(worker: Worker): void {
    if (next === chunks) return;
    const first = next * CHUNK_IMAGES;
    const task: ImageChunk = { chunk: next++, images: images.slice(first, first + CHUNK_IMAGES) };
    worker.postMessage(task);
  }
  try {
    signal?.throwIfAborted();
    signal?.addEventListener("abort", abort);
    for (const worker of workers) {
      worker.on("error", reject);
      worker.on("exit", (code) =>
        reject(new Error(`Cannot ${action}: a worker ended with code ${code}`)),
      );
      worker.on("message", (done: Done) => {
        give(worker);
        onChunk(done);
        if (--left === 0) resolve();
      });
      give(worker);
    }
    await promise;
  } finally {
    signal?.removeEventListener("abort", abort);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

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
