/**
 * How far a long job is, how fast it goes and when it will be done. Knows no terminal.
 */

/** One report of a job. The unit, images or bytes, is the job's. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly perSecond: number;
  /** Seconds left at the average speed so far. */
  readonly etaSeconds: number;
}

/**
 * Starts the clock of a job of `total` units.
 *
 * @param resumedAt Units that were done before this run; they count as done and not as speed.
 */
export function startProgress(total: number, resumedAt = 0): (done: number) => Progress {
  const startMs = performance.now();
  return function report(done) {
    const seconds = Math.max(performance.now() - startMs, 1) / 1000;
    const perSecond = (done - resumedAt) / seconds;
    return {
      done,
      total,
      perSecond,
      etaSeconds: perSecond > 0 ? (total - done) / perSecond : Infinity,
    };
  };
}
