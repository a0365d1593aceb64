/**
 * One worker thread and the job it has, with a deadline for each stage. A job past its deadline is answered at
 * once, but its thread stays taken until it comes back; one that does not come back is given up as hung.
 */
import type { Worker } from "node:worker_threads";
import { Problem } from "../problem.ts";
import type { ProblemCode } from "../problem.ts";
import type { FromWorker, ToWorker } from "./worker-messages.ts";

export interface Stage {
  readonly limitMs: number;
  /** What a job that takes longer is answered. */
  readonly problem: ProblemCode;
}

export interface LaneOptions {
  /** Within which the thread must say that it is ready. */
  readonly startMs: number;
  /** In the order in which a job goes through them. */
  readonly stages: readonly Stage[];
  /** From a missed deadline to giving the thread up. */
  readonly hangMs: number;
  readonly onFree: () => void;
  /** Called once, when the thread is of no more use; not after `close()`. */
  readonly onLost: (reason: LossReason, cause: Error) => void;
}

/** A thread did not become ready, ended by itself, failed at a job, or did not come back from one. */
export type LossReason = "unready" | "ended" | "failed" | "hung";

interface Task<Result> {
  readonly id: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
  stage: number;
  isLate: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export class Lane<Job, Started, Result> {
  /** What the worker said when it was ready for jobs. */
  readonly started: Promise<Started>;
  readonly #worker: Worker;
  readonly #options: LaneOptions;
  readonly #start: PromiseWithResolvers<Started> = Promise.withResolvers();
  readonly #startTimer: ReturnType<typeof setTimeout>;
  #task: Task<Result> | undefined;
  #state: "starting" | "free" | "busy" | "lost" = "starting";
  #jobs = 0;

  constructor(worker: Worker, options: LaneOptions) {
    this.#worker = worker;
    this.#options = options;
    this.started = this.#start.promise;
    this.started.catch(() => {}); // Whoever waits hears of it; nobody has to.
    const { startMs } = options;
    this.#startTimer = setTimeout(() => {
      this.#lose("unready", new Error(`The worker thread is not ready after ${startMs} ms`));
    }, startMs);
    worker.on("message", (message: FromWorker<Started, Result>) => this.#hear(message));
    worker.on("error", (error) => this.#lose("ended", error));
    worker.on("exit", (code) =>
      this.#lose("ended", new Error(`The worker thread ended with code ${code}`)),
    );
  }

  get isFree(): boolean {
    return this.#state === "free";
  }

  get isBusy(): boolean {
    return this.#state === "busy";
  }

  /** Only for a free lane. */
  run(job: Job, transfer: readonly ArrayBuffer[]): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const id = (this.#jobs += 1);
    const message: ToWorker<Job> = { id, job };
    this.#worker.postMessage(message, [...transfer]); // Before all else: it throws where the job cannot be sent.
    this.#task = { id, resolve, reject, stage: 0, isLate: false, timer: undefined };
    this.#state = "busy";
    this.#watch(this.#task);
    return promise;
  }

  /** Ends the thread. On Deno one that is at work goes on until it is done, or for ever. */
  async close(): Promise<void> {
    this.#state = "lost";
    clearTimeout(this.#startTimer);
    clearTimeout(this.#task?.timer);
    await this.#worker.terminate();
  }

  #hear(message: FromWorker<Started, Result>): void {
    if (this.#state === "lost") return;
    if (message.kind === "started") {
      clearTimeout(this.#startTimer);
      this.#state = "free";
      this.#start.resolve(message.started);
      this.#options.onFree();
      return;
    }
    const task = this.#task;
    if (task?.id !== message.id) return;
    clearTimeout(task.timer);
    if (message.kind === "stage") {
      task.stage += 1;
      this.#watch(task);
      return;
    }
    if (message.kind === "failed") {
      // What failed inside is in a state that nobody knows; a new thread proves itself first.
      this.#lose("failed", new Error(message.message));
      return;
    }
    this.#task = undefined;
    this.#state = "free";
    task.resolve(message.result);
    this.#options.onFree();
  }

  #watch(task: Task<Result>): void {
    const stage = this.#options.stages[task.stage]!;
    const limitMs = task.isLate ? this.#options.hangMs : stage.limitMs;
    task.timer = setTimeout(() => this.#miss(task, stage), limitMs);
  }

  #miss(task: Task<Result>, { limitMs, problem }: Stage): void {
    if (task.isLate) {
      this.#lose("hung", new Error("The worker thread does not come back from a job"));
      return;
    }
    task.isLate = true;
    task.reject(
      new Problem(problem, `Cannot answer in time: the work took longer than ${limitMs} ms`),
    );
    this.#watch(task);
  }

  #lose(reason: LossReason, cause: Error): void {
    if (this.#state === "lost") return;
    this.#state = "lost";
    clearTimeout(this.#startTimer);
    clearTimeout(this.#task?.timer);
    this.#start.reject(cause);
    this.#task?.reject(
      new Problem("worker_lost", "Cannot answer: the thread at work on the image ended", { cause }),
    );
    void this.#worker.terminate();
    this.#options.onLost(reason, cause);
  }
}
