/** Whether more jobs fit into a pool now; a client that is refused is told why and when to retry. */
import { Problem } from "../problem.ts";
import type { Pace } from "./pace.ts";

/** Limits of a pool, in total and for one client. */
export interface AdmissionLimits {
  /** Jobs that may wait while every worker is busy. */
  readonly maxQueue: number;
  readonly maxWaitMs: number;
  /** Of all jobs that wait or are running. */
  readonly maxPixels: number;
  /** The same limits for one client. */
  readonly maxClientQueue: number;
  readonly maxClientPixels: number;
}

/** Jobs that wait, and the pixels of those and of the running ones. */
export interface Held {
  readonly waiting: number;
  readonly pixels: number;
}

/** What a pool is doing. */
export interface Occupancy extends Held {
  readonly freeWorkers: number;
  /** Jobs that wait or are running. */
  readonly open: number;
  /** The requesting client's part. */
  readonly own: Held;
}

/** @throws {Problem} `queue_full` or `pixel_budget` */
export function checkRoom(
  tasks: readonly { readonly pixels: number }[],
  { freeWorkers, waiting, open, pixels, own }: Occupancy,
  limits: AdmissionLimits,
  pace: Pace,
): void {
  const { maxQueue, maxWaitMs, maxPixels, maxClientQueue, maxClientPixels } = limits;
  const retryAfterS = pace.retryAfterS(open);
  const refuse = (code: "queue_full" | "pixel_budget", why: string, cure = ""): never => {
    const detail = `Cannot classify now: ${why}; try again in ${retryAfterS} s${cure}`;
    throw new Problem(code, detail, { retryAfterS });
  };
  const queued = waiting + tasks.length - freeWorkers;
  if (queued > maxQueue || (queued > 0 && pace.waitMs(queued) > maxWaitMs)) {
    refuse("queue_full", `${waiting} images are waiting`);
  }
  if (own.waiting + tasks.length - freeWorkers > maxClientQueue) {
    refuse("queue_full", `${own.waiting} images from your address are waiting`);
  }
  const added = tasks.reduce((sum, task) => sum + task.pixels, 0);
  const most = Math.min(maxPixels - pixels, maxClientPixels - own.pixels);
  if (added > most) {
    const room = `these ${added} px would exceed the limit of ${maxPixels} px for all clients, or of ${maxClientPixels} px for your address`;
    refuse("pixel_budget", room, ", or send smaller images");
  }
}

interface Owned {
  readonly client: string;
  readonly pixels: number;
}

/** One client's part of what a pool holds. */
export function heldBy(
  client: string | undefined,
  waiting: readonly Owned[],
  running: readonly Owned[],
): Held {
  const isOwn = (job: Owned): boolean => job.client === client;
  const own = [...waiting, ...running].filter(isOwn);
  return {
    waiting: waiting.filter(isOwn).length,
    pixels: own.reduce((sum, { pixels }) => sum + pixels, 0),
  };
}
