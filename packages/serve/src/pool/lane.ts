/**
 * One worker thread and its current job, with a deadline for each stage; further jobs may be sent ahead, which the thread
 * begins at once when it is done with the one before. A job past its deadline is answered at once, but its thread stays busy
 * until it returns from the job; one that does not return counts as hung.
 */
import type { Worker } from "node:worker_threads";
import { Problem, type ProblemCode } from "../problem.ts";
import { sharedNow, type StageClock } from "./stage-clock.ts";
import { ModelRefused, type FromWorker, type ToWorker } from "./worker-messages.ts";

/** A step of a job. */
export interface Stage {
  readonly limitMs: number;
  /** The problem of a job that takes longer. */
  readonly problem: ProblemCode;
}

/** What a lane needs besides its thread. */
export interface LaneOptions {
  /** The thread's. */
  readonly clock: StageClock;
  /** Time within which the thread must report that it is ready. */
  readonly startMs: number;
  /** In the order in which a job goes through them. */
  readonly stages: readonly Stage[];
  /** Time from a missed deadline until the thread counts as hung. */
  readonly hangMs: number;
  /** Called when the thread is ready, and each time that it is done with a job. */
  readonly onDone: () => void;
  /** Called when the current job has missed a deadline: those sent ahead would wait too long. */
  readonly onLate: () => void;
  /** Called once, when the thread can no longer be used; not after `close()`. */
  readonly onLost: (reason: LossReason, cause: Error) => void;
}

/** A thread did not become ready, ended by itself, failed at a job, or did not return from one. */
export type LossReason = "unready" | "ended" | "failed" | "hung";

/** Time to free memory before the thread is ended all the same. */
const FREE_MS = 1000;

interface Task<Result> {
  readonly id: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
  /** When the thread began it, or missed its deadline. */
  since: number;
  isLate: boolean;
}

/** A thread that does one job after another. */
export class Lane<Job, Started, Result> {
  /** What the worker reported when it was ready for jobs. */
  readonly started: Promise<Started>;
  readonly #worker: Worker;
  readonly #options: LaneOptions;
  readonly #start: PromiseWithResolvers<Started> = Promise.withResolvers();
  readonly #freed: PromiseWithResolvers<void> = Promise.withResolvers();
  readonly #startTimer: ReturnType<typeof setTimeout>;
  /** The current job, and those sent ahead. */
  readonly #tasks: Task<Result>[] = [];
  /** Between two looks at the clock. */
  readonly #lookMs: number;
  #lookTimer: ReturnType<typeof setTimeout> | undefined;
  #state: "starting" | "ready" | "lost" = "starting";
  #jobs = 0;

  constructor(worker: Worker, options: LaneOptions) {
    this.#worker = worker;
    this.#options = options;
    this.#lookMs = Math.min(...options.stages.map(({ limitMs }) => limitMs));
    this.started = this.#start.promise;
    this.started.catch(() => {}); // Callers that wait for it still see the error; nobody has to wait.
    const { startMs } = options;
    this.#startTimer = setTimeout(() => {
      this.#lose("unready", new Error(`The worker thread is not ready after ${startMs} ms`));
    }, startMs);
    worker.on("message", (message: FromWorker<Started, Result>) => this.#receive(message));
    const end = (cause: Error): void => {
      this.#freed.resolve();
      this.#lose("ended", cause);
    };
    worker.on("error", end);
    worker.on("exit", (code) => end(new Error(`The worker thread ended with code ${code}`)));
  }

  get isFree(): boolean {
    return this.#state === "ready" && this.#tasks.length === 0;
  }

  get isBusy(): boolean {
    return this.#state === "ready" && this.#tasks.length > 0;
  }

  /** Those sent ahead among them. */
  get jobs(): number {
    return this.#tasks.length;
  }

  get isLate(): boolean {
    return this.#tasks[0]?.isLate ?? false;
  }

  /** After those that it has. Only for a lane that is ready. */
  run(job: Job, transfer: readonly ArrayBuffer[]): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const id = (this.#jobs = (this.#jobs + 1) | 0); // of 32 bits, as the clock has them
    this.#send({ kind: "job", id, job }, transfer); // First of all: it throws if the job cannot be sent.
    this.#tasks.push({ id, resolve, reject, since: sharedNow(), isLate: false });
    if (this.#lookTimer === undefined) this.#lookIn(this.#lookMs);
    return promise;
  }

  /** Lets the thread free its memory, and ends it. On Deno a busy one continues until its job is done, or forever. */
  async close(): Promise<void> {
    const isGone = this.#state === "lost";
    this.#state = "lost";
    clearTimeout(this.#startTimer);
    clearTimeout(this.#lookTimer);
    if (!isGone) {
      this.#send({ kind: "free" });
      const late = setTimeout(this.#freed.resolve, FREE_MS);
      await this.#freed.promise;
      clearTimeout(late);
    }
    await this.#worker.terminate();
  }

  #send(message: ToWorker<Job>, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer as ArrayBuffer[]);
  }

  #receive(message: FromWorker<Started, Result>): void {
    if (message.kind === "freed") this.#freed.resolve();
    if (this.#state === "lost") return;
    if (message.kind === "refused") {
      this.#lose("unready", new ModelRefused(message.model, message.message));
      return;
    }
    if (message.kind === "started") {
      clearTimeout(this.#startTimer);
      this.#state = "ready";
      this.#start.resolve(message.started);
      this.#options.onDone();
      return;
    }
    const [task, next] = this.#tasks;
    if (message.kind === "freed" || task?.id !== message.id) return;
    if (message.kind === "failed") {
      // After a fault the thread's state is unknown; a new one passes the self-test first.
      this.#lose("failed", new Error(message.message));
      return;
    }
    this.#tasks.shift();
    if (next !== undefined) next.since = sharedNow();
    task.resolve(message.result);
    this.#options.onDone();
  }

  #lookIn(ms: number): void {
    this.#lookTimer = setTimeout(() => this.#look(), Math.min(ms, this.#lookMs));
  }

  /**
   * One timer serves all jobs: to set and clear one for each costs more than to look now and then. No deadline is missed,
   * since the next look is never later than the shortest limit.
   */
  #look(): void {
    this.#lookTimer = undefined;
    const [task] = this.#tasks;
    if (task === undefined) return;
    const { stages, hangMs, clock } = this.#options;
    const reached = clock.read(task.id) ?? { stage: 0, since: task.since };
    const stage = stages[reached.stage]!;
    const deadline = task.isLate
      ? Math.max(task.since, reached.since) + hangMs
      : reached.since + stage.limitMs;
    const leftMs = deadline - sharedNow();
    if (leftMs > 0) this.#lookIn(leftMs);
    else this.#miss(task, stage);
  }

  #miss(task: Task<Result>, { limitMs, problem }: Stage): void {
    if (task.isLate) {
      this.#lose("hung", new Error("The worker thread does not return from a job"));
      return;
    }
    task.isLate = true;
    task.since = sharedNow();
    task.reject(
      new Problem(problem, `Cannot answer in time: this step took longer than ${limitMs} ms`),
    );
    this.#lookIn(this.#options.hangMs);
    this.#options.onLate();
  }

  #lose(reason: LossReason, cause: Error): void {
    if (this.#state === "lost") return;
    this.#state = "lost";
    clearTimeout(this.#startTimer);
    clearTimeout(this.#lookTimer);
    this.#start.reject(cause);
    for (const { reject } of this.#tasks) {
      const detail = "Cannot answer: the thread that was classifying the image ended";
      reject(new Problem("worker_lost", detail, { cause }));
    }
    void this.#worker.terminate();
    this.#options.onLost(reason, cause);
  }
}
