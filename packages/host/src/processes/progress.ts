/**
 * Measures the progress of a long job: what is done, its speed, and the time left. Writes nothing.
 */

/** The state of a job. The job defines the unit, such as images or bytes. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly perSecond: number;
  /** Seconds left at the average speed so far. */
  readonly etaSeconds: number;
}

/**
 * Starts measuring a job of `total` units.
 *
 * @param resumedAt units done before this run: they count as done, but not for the speed
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
