/** Whether more jobs fit into a pool now; a client that is refused is told why and when to come back. */
import { Problem } from "../problem.ts";
import type { Pace } from "./pace.ts";

export interface AdmissionLimits {
  /** Jobs that may wait while every worker is busy. */
  readonly maxQueue: number;
  readonly maxWaitMs: number;
  /** Of all jobs waiting and at work. */
  readonly maxPixels: number;
}

/** What a pool is doing. */
export interface Occupancy {
  readonly freeWorkers: number;
  readonly waiting: number;
  /** Jobs waiting and at work, and their pixels. */
  readonly open: number;
  readonly pixels: number;
}

/** @throws {Problem} `queue_full` or `pixel_budget` */
export function checkRoom(
  tasks: readonly { readonly pixels: number }[],
  { freeWorkers, waiting, open, pixels }: Occupancy,
  { maxQueue, maxWaitMs, maxPixels }: AdmissionLimits,
  pace: Pace,
): void {
  const retryAfterS = pace.retryAfterS(open);
  const queued = waiting + tasks.length - freeWorkers;
  if (queued > maxQueue || (queued > 0 && pace.waitMs(queued) > maxWaitMs)) {
    throw new Problem(
      "queue_full",
      `Cannot classify now: ${waiting} images are waiting; try again in ${retryAfterS} s`,
      { retryAfterS },
    );
  }
  const added = tasks.reduce((sum, task) => sum + task.pixels, 0);
  if (pixels + added > maxPixels) {
    throw new Problem(
      "pixel_budget",
      `Cannot classify now: with these ${added} px more than ${maxPixels} px would be in work; try again in ${retryAfterS} s, or send smaller images`,
      { retryAfterS },
    );
  }
}
