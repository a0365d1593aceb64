/** What a pool is made with, what it is given and what it gives back. */
import type { Worker } from "node:worker_threads";
import type { AdmissionLimits } from "./admission.ts";
import type { LossReason, Stage } from "./lane.ts";
import type { StageClock } from "./stage-clock.ts";

/** Threads and limits of a pool. */
export interface PoolOptions extends AdmissionLimits {
  /** @param clock where the thread writes which stage its job is in */
  readonly startWorker: (clock: StageClock) => Worker;
  readonly workers: number;
  /** Time within which a worker must report that it is ready. */
  readonly startMs: number;
  readonly stages: readonly Stage[];
  readonly hangMs: number;
  readonly onLost: (reason: LossReason, cause: Error) => void;
}

/** A job with what admission needs to know about it. */
export interface PoolTask<Job> {
  readonly job: Job;
  readonly transfer: readonly ArrayBuffer[];
  readonly pixels: number;
  /** Whose job it is: no client may use all of the room. */
  readonly client: string;
}

/** The result of a job, and how long it waited. */
export interface PoolAnswer<Result> {
  readonly result: Result;
  readonly queueMs: number;
}

/** What a pool is doing, for metrics. */
export interface PoolLoad {
  readonly workers: number;
  readonly busy: number;
  readonly waiting: number;
  readonly pixels: number;
}
