/** How long recent jobs took, and so when a refused client may try again. */

/** Weight of the newest job: about the last twenty jobs count. */
const WEIGHT = 0.1;

/** A moving average of the duration of jobs. */
export class Pace {
  readonly #workers: number;
  #meanMs: number | undefined;

  constructor(workers: number) {
    this.#workers = workers;
  }

  record(jobMs: number): void {
    this.#meanMs =
      this.#meanMs === undefined ? jobMs : this.#meanMs + WEIGHT * (jobMs - this.#meanMs);
  }

  /** Time until that many jobs are done; 0 until the first job has been measured. */
  waitMs(jobs: number): number {
    return (jobs * (this.#meanMs ?? 0)) / this.#workers;
  }

  /** The same in whole seconds, at least 1, for `Retry-After`. */
  retryAfterS(jobs: number): number {
    return Math.max(1, Math.ceil(this.waitMs(jobs) / 1000));
  }
}
