/** The lanes of a pool: as many as it has workers. One that is lost is replaced, at once or, while none starts, more and more slowly. */
import { Lane, type LossReason } from "./lane.ts";
import type { PoolOptions } from "./pool-job.ts";
import { StageClock } from "./stage-clock.ts";

/** Before the next attempt to replace a thread that does not start; doubled each time. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** What a pool does when something happens to one of its lanes. */
export interface LanesOptions<Job, Started, Result> {
  /** It is ready, or done with a job. */
  readonly onDone: (lane: Lane<Job, Started, Result>) => void;
  /** Its job has missed a deadline. */
  readonly onLate: (lane: Lane<Job, Started, Result>) => void;
  readonly onLost: (lane: Lane<Job, Started, Result>, reason: LossReason, cause: Error) => void;
  /** After each of these. */
  readonly onChanged: () => void;
  /** Whether a lost one is replaced. */
  readonly isWanted: () => boolean;
}

/** Lanes that come and go. */
export class Lanes<Job, Started, Result> {
  /** What the first ones reported, once all are ready; rejects with the first fault. */
  readonly started: Promise<readonly Started[]>;
  readonly #pool: PoolOptions;
  readonly #options: LanesOptions<Job, Started, Result>;
  readonly #all = new Set<Lane<Job, Started, Result>>();
  #pauseMs = FIRST_PAUSE_MS;

  constructor(pool: PoolOptions, options: LanesOptions<Job, Started, Result>) {
    this.#pool = pool;
    this.#options = options;
    const lanes = Array.from({ length: pool.workers }, () => this.#add());
    this.started = Promise.all(lanes.map(({ started }) => started));
  }

  get all(): ReadonlySet<Lane<Job, Started, Result>> {
    return this.#all;
  }

  #add(): Lane<Job, Started, Result> {
    const { startWorker, startMs, stages, hangMs } = this.#pool;
    const { onDone, onLate, onLost, onChanged } = this.#options;
    const clock = new StageClock();
    const lane: Lane<Job, Started, Result> = new Lane(startWorker(clock), {
      clock,
      startMs,
      stages,
      hangMs,
      onDone: () => {
        this.#pauseMs = FIRST_PAUSE_MS;
        onDone(lane);
        onChanged();
      },
      onLate: () => {
        onLate(lane);
        onChanged();
      },
      onLost: (reason, cause) => {
        this.#all.delete(lane);
        onLost(lane, reason, cause);
        this.#replace();
        onChanged();
      },
    });
    this.#all.add(lane);
    return lane;
  }

  #replace(): void {
    setTimeout(() => {
      if (this.#options.isWanted()) this.#add();
    }, this.#pauseMs);
    this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
  }
}
