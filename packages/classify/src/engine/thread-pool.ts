/** Threads that classify, and a way through them that keeps the order: what goes in first comes out first. */
import type { Worker } from "node:worker_threads";
import { startWorker } from "@inception-edge/host";
import type { LoadingBatch } from "./batches.ts";
import type { Answered, Batch, FromThread, ThreadSetup, ToThread } from "./job.ts";

/** Batches given to a thread: the one that is being answered and another, so that no thread waits for the next. */
const GIVEN = 2;
/** Batches under way for each thread: one that is slow holds up the others only when so many wait for it. */
const WINDOW = 6;
/** Bytes of images held at once, besides those of one batch. */
const HELD_BYTES = 128 * 1024 * 1024;

export class ThreadPool {
  readonly #threads: readonly Thread[];
  /** Batches that wait for a thread. */
  readonly #waiting: ((thread: Thread) => void)[] = [];

  private constructor(threads: readonly Thread[]) {
    this.#threads = threads;
  }

  /** How many they are. */
  get threads(): number {
    return this.#threads.length;
  }

  /** @throws {Error} if a thread fails, such as by its self-test; none is left then */
  static async start(setup: ThreadSetup, threads: number): Promise<ThreadPool> {
    const pool = new ThreadPool(Array.from({ length: threads }, () => new Thread(setup)));
    try {
      await Promise.all(pool.#threads.map(({ started }) => started));
      return pool;
    } catch (error) {
      await Promise.all(pool.#threads.map((thread) => thread.end()));
      throw error;
    }
  }

  /**
   * Answers in the order of the batches; asks for no more of them than the threads can work on.
   * @throws what `signal` was aborted for, at once: the threads are ended in the middle of their batches
   */
  async *answer(
    batches: AsyncIterable<LoadingBatch>,
    signal: AbortSignal,
  ): AsyncGenerator<Answered> {
    signal.throwIfAborted();
    const end = (): void => this.#threads.forEach((thread) => void thread.end(signal.reason));
    signal.addEventListener("abort", end, { once: true });
    const underWay: { readonly answered: Promise<Answered>; readonly bytes: number }[] = [];
    const room = this.#threads.length * WINDOW;
    let held = 0;
    for await (const { batch, bytes } of batches) {
      signal.throwIfAborted();
      const answered = this.#submit(batch);
      answered.catch(() => {}); // Thrown when it is its turn.
      underWay.push({ answered, bytes });
      held += bytes;
      while (underWay.length >= room || (held > HELD_BYTES && underWay.length > 0)) {
        const first = underWay.shift()!;
        held -= first.bytes;
        yield await first.answered;
      }
    }
    for (const { answered } of underWay) yield await answered;
  }

  /** Ends the threads, after they have freed what would outlive them. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  async #submit(loading: Promise<Batch>): Promise<Answered> {
    const batch = await loading;
    const idlest = this.#threads.toSorted((a, b) => a.load - b.load)[0]!;
    const thread =
      idlest.load < GIVEN
        ? idlest
        : await new Promise<Thread>((resolve) => this.#waiting.push(resolve));
    try {
      return await thread.answer(batch);
    } finally {
      this.#waiting.shift()?.(thread);
    }
  }
}

/** One thread and the batches that it has been given. */
class Thread {
  readonly started: Promise<void>;
  readonly #worker: Worker;
  readonly #asked: PromiseWithResolvers<Answered>[] = [];
  readonly #started = Promise.withResolvers<void>();
  readonly #freed = Promise.withResolvers<void>();
  /** Why it ended. */
  #fault: unknown;

  constructor(setup: ThreadSetup) {
    this.started = this.#started.promise;
    this.#worker = startWorker("thread", import.meta.url, setup);
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", (code) =>
      this.#fail(new Error(`Cannot classify: a thread ended early with code ${code}`)),
    );
    this.#worker.on("message", (message: FromThread) => {
      if (message.kind === "started") this.#started.resolve();
      else if (message.kind === "freed") this.#freed.resolve();
      else this.#asked.shift()!.resolve(message.answered);
    });
  }

  get load(): number {
    return this.#asked.length;
  }

  answer(batch: Batch): Promise<Answered> {
    const asked = Promise.withResolvers<Answered>();
    if (this.#fault !== undefined) asked.reject(this.#fault);
    this.#asked.push(asked);
    this.#worker.postMessage(batch satisfies ToThread);
    return asked.promise;
  }

  async close(): Promise<void> {
    this.#worker.postMessage("free" satisfies ToThread);
    await this.#freed.promise;
    await this.end();
  }

  /** At once; what it was asked fails, for this reason. */
  async end(reason: unknown = new Error("Cannot classify: the thread was ended")): Promise<void> {
    this.#fail(reason);
    await this.#worker.terminate();
  }

  #fail(reason: unknown): void {
    this.#fault ??= reason;
    this.#started.reject(reason);
    for (const asked of this.#asked.splice(0)) asked.reject(reason);
    this.#freed.resolve();
  }
}
