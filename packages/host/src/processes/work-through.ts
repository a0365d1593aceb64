/** Distributes tasks over threads: each gets the next task when it is done, so that a slow one delays no other. */
import { once } from "node:events";
import type { Worker } from "node:worker_threads";

/** Options of {@link workThrough}; `Done` is the answer to one task. */
export interface WorkThroughOptions<Done> {
  /** An infinitive, for the message if a thread ends early: `pack "tiny-imagenet-200"`. */
  readonly action: string;
  /** Starts a thread that answers each task with one message, a `Done`. */
  readonly start: () => Worker;
  /** The most threads to start. */
  readonly threads: number;
  readonly onDone: (done: Done) => void;
  readonly signal: AbortSignal | undefined;
  /** Whether a thread ends by itself when it is sent {@link NO_MORE_TASKS}, having freed what would outlive it. */
  readonly endThemselves?: boolean;
}

/** In place of a task: there are no more. */
export const NO_MORE_TASKS = null;
/** The type of `NO_MORE_TASKS`. */
export type NoMoreTasks = typeof NO_MORE_TASKS;

/** Resolves when all tasks are done; rejects with the first error of a thread, or with the signal's reason. */
export async function workThrough<Task, Done>(
  tasks: readonly Task[],
  { action, start, threads, onDone, signal, endThemselves = false }: WorkThroughOptions<Done>,
): Promise<void> {
  signal?.throwIfAborted();
  if (tasks.length === 0) return;
  const workers = Array.from({ length: Math.max(1, Math.min(threads, tasks.length)) }, start);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = (): void => reject(signal!.reason);
  signal?.addEventListener("abort", abort);
  let next = 0;
  let left = tasks.length;
  function give(worker: Worker): void {
    if (next < tasks.length) worker.postMessage(tasks[next]);
    next += 1;
  }
  try {
    for (const worker of workers) {
      worker.on("error", reject);
      worker.on("exit", (code) =>
        reject(new Error(`Cannot ${action}: a worker thread ended early with code ${code}`)),
      );
      worker.on("message", (done: Done) => {
        give(worker);
        onDone(done);
        left -= 1;
        if (left === 0) resolve();
      });
      give(worker);
    }
    await promise;
    if (endThemselves) {
      const ended = workers.map((worker) => once(worker, "exit"));
      for (const worker of workers) worker.postMessage(NO_MORE_TASKS);
      await Promise.all(ended);
    }
  } finally {
    signal?.removeEventListener("abort", abort);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
