/**
 * Worker threads behind a bounded queue, first come, first served. Jobs that do not fit are refused at once, with the
 * reason and the time to wait before a retry; a client that disconnects frees its place in the queue. A thread that ends
 * or hangs is replaced, and only its own job fails.
 */
import { Problem } from "../problem.ts";
import { checkRoom, heldBy } from "./admission.ts";
import { Lane } from "./lane.ts";
import { Pace } from "./pace.ts";
import type { PoolAnswer, PoolLoad, PoolOptions, PoolTask } from "./pool-job.ts";

interface Ticket<Job, Result> extends PoolTask<Job> {
  readonly since: number;
  readonly resolve: (answer: PoolAnswer<Result>) => void;
  readonly reject: (error: unknown) => void;
  /** Clears the timer and listener of waiting. */
  readonly leave: () => void;
  /** It took a thread that nobody wanted. */
  readonly isIdle?: boolean;
}

/** Before the next attempt to replace a thread that does not start; doubled each time. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** Threads that share a queue. */
export class WorkerPool<Job, Started, Result> {
  /** What the workers reported at their first start, once all are ready; rejects with the first fault. */
  readonly started: Promise<readonly Started[]>;
  readonly #options: PoolOptions;
  readonly #pace: Pace;
  readonly #lanes = new Set<Lane<Job, Started, Result>>();
  readonly #waiting: Ticket<Job, Result>[] = [];
  /** Jobs until their threads return or are lost, even if an answer was sent at the deadline. */
  readonly #running = new Map<Lane<Job, Started, Result>, Ticket<Job, Result>>();
  #pixels = 0;
  #open = 0;
  #pauseMs = FIRST_PAUSE_MS;
  #isClosed = false;
  #idle: PromiseWithResolvers<void> | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#pace = new Pace(options.workers);
    const lanes = Array.from({ length: options.workers }, () => this.#addLane());
    this.started = Promise.all(lanes.map(({ started }) => started));
  }

  get load(): PoolLoad {
    const busy = [...this.#lanes].filter(({ isBusy }) => isBusy).length;
    const [workers, waiting] = [this.#lanes.size, this.#waiting.length];
    return { workers, busy, waiting, pixels: this.#pixels };
  }

  /**
   * Accepts all of the tasks, which belong to one client, or none.
   * @param signal drops those that still wait
   * @throws {Problem} `queue_full`, `pixel_budget` or `not_ready`
   */
  submit(tasks: readonly PoolTask<Job>[], signal: AbortSignal): Promise<PoolAnswer<Result>>[] {
    this.#checkRoom(tasks);
    return tasks.map((task) => this.#enqueue(task, signal));
  }

  /**
   * Runs a job that nobody waits for: only while nothing else waits, and, of several threads, on one that leaves another
   * for whoever comes next. Undefined where it is not run.
   */
  runIdle(job: Job, transfer: readonly ArrayBuffer[]): Promise<Result> | undefined {
    const free = [...this.#lanes].filter(({ isFree }) => isFree);
    const isIdle = this.#waiting.length === 0 && free.length >= Math.min(2, this.#lanes.size);
    const [lane] = free;
    if (this.#isClosed || !isIdle || lane === undefined) return undefined;
    const { promise, resolve, reject } = Promise.withResolvers<PoolAnswer<Result>>();
    const task = { job, transfer, pixels: 0, client: "" };
    this.#open += 1;
    const since = performance.now();
    void this.#run(lane, { ...task, since, resolve, reject, leave: () => {}, isIdle: true });
    return promise.then(({ result }) => result);
  }

  /** Accepts no more jobs, finishes those it has, and ends its threads. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#idle ??= Promise.withResolvers();
    if (this.#open === 0) this.#idle.resolve();
    await this.#idle.promise;
    await Promise.all([...this.#lanes].map((lane) => lane.close()));
  }

  #checkRoom(tasks: readonly PoolTask<Job>[]): void {
    if (this.#isClosed) {
      const detail = "Cannot classify: the service is stopping";
      throw new Problem("not_ready", detail, { retryAfterS: 1 });
    }
    const freeWorkers = [...this.#lanes].filter((lane) => this.#isFor(lane)).length;
    const own = heldBy(tasks[0]?.client, this.#waiting, [...this.#running.values()]);
    const held = { waiting: this.#waiting.length, pixels: this.#pixels, open: this.#open };
    checkRoom(tasks, { freeWorkers, ...held, own }, this.#options, this.#pace);
  }

  /** Whether it is, or will be in a moment, free for an image that somebody waits for. */
  #isFor(lane: Lane<Job, Started, Result>): boolean {
    return lane.isFree || (this.#running.get(lane)?.isIdle ?? false);
  }

  #enqueue(task: PoolTask<Job>, signal: AbortSignal): Promise<PoolAnswer<Result>> {
    const { promise, resolve, reject } = Promise.withResolvers<PoolAnswer<Result>>();
    const drop = (problem: Problem): void => {
      const [dropped] = this.#waiting.splice(this.#waiting.indexOf(ticket), 1);
      dropped?.leave();
      this.#finish(ticket);
      reject(problem);
    };
    const onAbort = (): void =>
      drop(new Problem("client_gone", "The client disconnected before its turn"));
    const { maxWaitMs } = this.#options;
    const timer = setTimeout(() => {
      const retryAfterS = this.#pace.retryAfterS(this.#open);
      const detail = `Cannot classify now: no thread became free in ${maxWaitMs} ms; try again in ${retryAfterS} s`;
      drop(new Problem("queue_timeout", detail, { retryAfterS }));
    }, maxWaitMs);
    signal.addEventListener("abort", onAbort);
    const ticket: Ticket<Job, Result> = {
      ...task,
      since: performance.now(),
      resolve,
      reject,
      leave(): void {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
      },
    };
    this.#open += 1;
    this.#pixels += task.pixels;
    this.#waiting.push(ticket);
    if (signal.aborted) onAbort();
    this.#dispatch();
    return promise;
  }

  #dispatch(): void {
    for (const lane of this.#lanes) {
      if (this.#waiting.length === 0) return;
      if (lane.isFree) void this.#run(lane, this.#waiting.shift()!);
    }
  }

  async #run(lane: Lane<Job, Started, Result>, ticket: Ticket<Job, Result>): Promise<void> {
    ticket.leave();
    this.#running.set(lane, ticket);
    const start = performance.now();
    try {
      const result = await lane.run(ticket.job, ticket.transfer);
      if (!ticket.isIdle) this.#pace.record(performance.now() - start);
      ticket.resolve({ result, queueMs: start - ticket.since });
    } catch (error) {
      ticket.reject(error);
      if (lane.isFree) this.#release(lane); // The job could not be sent.
    }
    this.#dispatch();
  }

  #release(lane: Lane<Job, Started, Result>): void {
    const ticket = this.#running.get(lane);
    if (ticket === undefined) return;
    this.#running.delete(lane);
    this.#finish(ticket);
  }

  #finish({ pixels }: Ticket<Job, Result>): void {
    this.#open -= 1;
    this.#pixels -= pixels;
    if (this.#isClosed && this.#open === 0) this.#idle?.resolve();
  }

  #addLane(): Lane<Job, Started, Result> {
    const { startWorker, startMs, stages, hangMs, onLost } = this.#options;
    const lane: Lane<Job, Started, Result> = new Lane(startWorker(), {
      startMs,
      stages,
      hangMs,
      onFree: () => {
        this.#pauseMs = FIRST_PAUSE_MS;
        this.#release(lane);
        this.#dispatch();
      },
      onLost: (reason, cause) => {
        this.#lanes.delete(lane);
        this.#release(lane);
        onLost(reason, cause);
        this.#replace();
      },
    });
    this.#lanes.add(lane);
    return lane;
  }

  #replace(): void {
    setTimeout(() => {
      // A closing pool finishes its jobs, on another thread if one was lost.
      if (!this.#isClosed || this.#open > 0) this.#addLane();
    }, this.#pauseMs);
    this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
  }
}
