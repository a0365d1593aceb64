/**
 * One worker thread and its current job, with a deadline for each stage. A job past its deadline is answered at once,
 * but its thread stays busy until it returns from the job; one that does not return counts as hung.
 */
import type { Worker } from "node:worker_threads";
import { Problem, type ProblemCode } from "../problem.ts";
import { ModelRefused, type FromWorker, type ToWorker } from "./worker-messages.ts";

/** A step of a job. */
export interface Stage {
  readonly limitMs: number;
  /** The problem of a job that takes longer. */
  readonly problem: ProblemCode;
}

/** What a lane needs besides its thread. */
export interface LaneOptions {
  /** Time within which the thread must report that it is ready. */
  readonly startMs: number;
  /** In the order in which a job goes through them. */
  readonly stages: readonly Stage[];
  /** Time from a missed deadline until the thread counts as hung. */
  readonly hangMs: number;
  readonly onFree: () => void;
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
  stage: number;
  isLate: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** A thread that runs one job at a time. */
export class Lane<Job, Started, Result> {
  /** What the worker reported when it was ready for jobs. */
  readonly started: Promise<Started>;
  readonly #worker: Worker;
  readonly #options: LaneOptions;
  readonly #start: PromiseWithResolvers<Started> = Promise.withResolvers();
  readonly #freed: PromiseWithResolvers<void> = Promise.withResolvers();
  readonly #startTimer: ReturnType<typeof setTimeout>;
  #task: Task<Result> | undefined;
  #state: "starting" | "free" | "busy" | "lost" = "starting";
  #jobs = 0;

  constructor(worker: Worker, options: LaneOptions) {
    this.#worker = worker;
    this.#options = options;
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
    return this.#state === "free";
  }

  get isBusy(): boolean {
    return this.#state === "busy";
  }

  /** Only for a free lane. */
  run(job: Job, transfer: readonly ArrayBuffer[]): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const id = (this.#jobs += 1);
    this.#send({ kind: "job", id, job }, transfer); // First of all: it throws if the job cannot be sent.
    this.#task = { id, resolve, reject, stage: 0, isLate: false, timer: undefined };
    this.#state = "busy";
    this.#watch(this.#task);
    return promise;
  }

  /** Lets the thread free its memory, and ends it. On Deno a busy one continues until its job is done, or forever. */
  async close(): Promise<void> {
    const isGone = this.#state === "lost";
    this.#state = "lost";
    clearTimeout(this.#startTimer);
    clearTimeout(this.#task?.timer);
    if (!isGone) {
      this.#send({ kind: "free" });
      const late = setTimeout(this.#freed.resolve, FREE_MS);
      await this.#freed.promise;
      clearTimeout(late);
    }
    await this.#worker.terminate();
  }

  #send(message: ToWorker<Job>, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, [...transfer]);
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
      this.#state = "free";
      this.#start.resolve(message.started);
      this.#options.onFree();
      return;
    }
    const task = this.#task;
    if (message.kind === "freed" || task?.id !== message.id) return;
    clearTimeout(task.timer);
    if (message.kind === "stage") {
      task.stage += 1;
      this.#watch(task);
      return;
    }
    if (message.kind === "failed") {
      // After a fault the thread's state is unknown; a new one passes the self-test first.
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
      this.#lose("hung", new Error("The worker thread does not return from a job"));
      return;
    }
    task.isLate = true;
    task.reject(
      new Problem(problem, `Cannot answer in time: this step took longer than ${limitMs} ms`),
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
      new Problem("worker_lost", "Cannot answer: the thread that was classifying the image ended", {
        cause,
      }),
    );
    void this.#worker.terminate();
    this.#options.onLost(reason, cause);
  }
}
