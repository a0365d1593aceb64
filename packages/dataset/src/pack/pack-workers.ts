/**
 * The threads that decode: each is handed the next chunk when it is done with one, so that a slow one
 * holds up nobody.
 */
import { Worker } from "node:worker_threads";
import type { ImageRef } from "../dataset.ts";
import type { Defect } from "../dataset-error.ts";
import { CHUNK_IMAGES } from "./pack-index.ts";

/** What every thread knows from its start. */
export interface PackWorkerData {
  readonly root: string;
  /** A file that exists; chunks are written at their places. */
  readonly imagesPath: string;
}

/** One run of images: number `chunk` of the store. */
export interface ChunkTask {
  readonly chunk: number;
  readonly images: readonly ImageRef[];
}

/** A chunk that was written. */
export interface ChunkDone {
  readonly chunk: number;
  /** Of its pixels. */
  readonly sha256: string;
  /** SHA-256 of each of its files, `[images, 32]`. */
  readonly digests: Uint8Array;
  readonly defects: readonly Defect[];
}

export interface PackWorkersOptions extends PackWorkerData {
  readonly workers: number;
  readonly onChunk: (done: ChunkDone) => void;
  readonly signal: AbortSignal | undefined;
}

/** Decodes all images; rejects with the first fault of a thread or with the signal's reason. */
export async function runPackWorkers(
  images: readonly ImageRef[],
  { root, imagesPath, workers: limit, onChunk, signal }: PackWorkersOptions,
): Promise<void> {
  const chunks = Math.ceil(images.length / CHUNK_IMAGES);
  const workerData: PackWorkerData = { root, imagesPath };
  const workers = Array.from({ length: Math.max(1, Math.min(limit, chunks)) }, () =>
    startWorker(workerData),
  );
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  function abort(): void {
    reject(signal!.reason);
  }
  let next = 0;
  let left = chunks;
  function give(worker: Worker): void {
    if (next === chunks) return;
    const start = next * CHUNK_IMAGES;
    const task: ChunkTask = { chunk: next++, images: images.slice(start, start + CHUNK_IMAGES) };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(task);
  }
  try {
    signal?.throwIfAborted();
    signal?.addEventListener("abort", abort);
    for (const worker of workers) {
      worker.on("error", reject);
      worker.on("exit", (code) =>
        reject(new Error(`Cannot pack: a worker ended with code ${code}`)),
      );
      worker.on("message", (done: ChunkDone) => {
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

/** From source a worker needs the condition that finds its siblings' sources; built, it must not have it. */
function startWorker(workerData: PackWorkerData): Worker {
  const source = import.meta.url.endsWith(".ts");
  return new Worker(new URL(source ? "./pack-worker.ts" : "./pack-worker.js", import.meta.url), {
    workerData,
    execArgv: source ? ["--conditions=@inception-edge/source"] : [],
  });
}
