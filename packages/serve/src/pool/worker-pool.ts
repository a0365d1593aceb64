/**
 * Worker threads behind a bounded queue, first come, first served. Jobs that do not fit are refused at once, with the
 * reason and the time to wait before a retry; a client that disconnects frees its place in the queue. A thread that ends
 * or hangs is replaced, and only its own job fails.
 */
import { Problem } from "../problem.ts";
import { checkRoom, heldBy } from "./admission.ts";
import { Assignments } from "./assignments.ts";
import { Lanes } from "./lanes.ts";
import { Pace } from "./pace.ts";
import type { PoolAnswer, PoolLoad, PoolOptions, PoolTask } from "./pool-job.ts";
import { createTicket, type Ticket } from "./ticket.ts";
import { WaitingLine } from "./waiting-line.ts";

/** Threads that share a queue. */
export class WorkerPool<Job, Started, Result> {
  /** What the workers reported at their first start, once all are ready; rejects with the first fault. */
  readonly started: Promise<readonly Started[]>;
  readonly #options: PoolOptions;
  readonly #pace: Pace;
  readonly #lanes: Lanes<Job, Started, Result>;
  readonly #waiting: WaitingLine<Ticket<Job, Started, Result>>;
  readonly #assignments: Assignments<Job, Started, Result>;
  #pixels = 0;
  #open = 0;
  #isClosed = false;
  #idle: PromiseWithResolvers<void> | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#pace = new Pace(options.workers);
    this.#waiting = new WaitingLine({
      maxWaitMs: options.maxWaitMs,
      onLate: (ticket) => this.#drop(ticket, this.#queueTimeout()),
      onGone: (ticket) => this.#drop(ticket, clientGone()),
    });
    this.#assignments = new Assignments({
      onBegun: (ticket) => this.#waiting.remove(ticket),
      onAnswered: (ticket, result) => this.#answer(ticket, result),
      onReturned: (ticket) => this.#finish(ticket),
      onUnsendable: (ticket, error) => this.#drop(ticket, error),
    });
    this.#lanes = new Lanes(options, {
      onDone: (lane) => this.#assignments.goOn(lane),
      onLate: (lane) => this.#assignments.holdUp(lane),
      onLost: (lane, reason, cause) => {
        this.#assignments.lose(lane);
        options.onLost(reason, cause);
      },
      onChanged: () => this.#dispatch(),
      // A closing pool finishes its jobs, on another thread if one was lost.
      isWanted: () => !this.#isClosed || this.#open > 0,
    });
    this.started = this.#lanes.started;
  }

  get load(): PoolLoad {
    const busy = [...this.#lanes.all].filter(({ isBusy }) => isBusy).length;
    const waiting = this.#waiting.tickets.length;
    return { workers: this.#lanes.all.size, busy, waiting, pixels: this.#pixels };
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
    const free = [...this.#lanes.all].filter(({ isFree }) => isFree);
    const nobodyWaits = this.#waiting.tickets.length === 0;
    const isIdle = nobodyWaits && free.length >= Math.min(2, this.#lanes.all.size);
    const [lane] = free;
    if (this.#isClosed || !isIdle || lane === undefined) return undefined;
    const ticket = this.#accept({ job, transfer, pixels: 0, client: "" }, { isIdle });
    this.#assignments.start(lane, ticket);
    return ticket.answer.then(({ result }) => result);
  }

  /** Accepts no more jobs, finishes those it has, and ends its threads. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#idle ??= Promise.withResolvers();
    if (this.#open === 0) this.#idle.resolve();
    await this.#idle.promise;
    this.#waiting.close();
    await Promise.all([...this.#lanes.all].map((lane) => lane.close()));
  }

  #checkRoom(tasks: readonly PoolTask<Job>[]): void {
    if (this.#isClosed) {
      const detail = "Cannot classify: the service is stopping";
      throw new Problem("not_ready", detail, { retryAfterS: 1 });
    }
    const { tickets } = this.#waiting;
    const freeWorkers = [...this.#lanes.all].filter((lane) => this.#assignments.isFor(lane)).length;
    const own = heldBy(tasks[0]?.client, tickets, this.#assignments.running);
    const held = { waiting: tickets.length, pixels: this.#pixels, open: this.#open };
    checkRoom(tasks, { freeWorkers, ...held, own }, this.#options, this.#pace);
  }

  #accept(
    task: PoolTask<Job>,
    options?: Parameters<typeof createTicket>[1],
  ): Ticket<Job, Started, Result> {
    this.#open += 1;
    this.#pixels += task.pixels;
    return createTicket(task, options);
  }

  #enqueue(task: PoolTask<Job>, signal: AbortSignal): Promise<PoolAnswer<Result>> {
    const ticket = this.#accept(task);
    if (signal.aborted) {
      this.#drop(ticket, clientGone());
      return ticket.answer;
    }
    this.#waiting.add(ticket);
    this.#dispatch();
    this.#waiting.watch(ticket, signal);
    return ticket.answer;
  }

  /** It is answered without a thread; one that it was sent ahead to does it for nobody. */
  #drop(ticket: Ticket<Job, Started, Result>, error: unknown): void {
    this.#waiting.remove(ticket);
    this.#assignments.recall(ticket);
    this.#finish(ticket);
    ticket.reject(error);
  }

  #queueTimeout(): Problem {
    const retryAfterS = this.#pace.retryAfterS(this.#open);
    const detail = `Cannot classify now: no thread became free in ${this.#options.maxWaitMs} ms; try again in ${retryAfterS} s`;
    return new Problem("queue_timeout", detail, { retryAfterS });
  }

  #dispatch(): void {
    const { tickets } = this.#waiting;
    this.#assignments.give(this.#lanes.all, () => tickets.find(({ lane }) => lane === undefined));
  }

  #answer({ begun, since, isIdle, resolve }: Ticket<Job, Started, Result>, result: Result): void {
    if (!isIdle) this.#pace.record(performance.now() - begun);
    resolve({ result, queueMs: begun - since });
  }

  #finish({ pixels }: Ticket<Job, Started, Result>): void {
    this.#open -= 1;
    this.#pixels -= pixels;
    if (this.#isClosed && this.#open === 0) this.#idle?.resolve();
  }
}

function clientGone(): Problem {
  return new Problem("client_gone", "The client disconnected before its turn");
}
