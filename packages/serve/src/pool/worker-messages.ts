/** Messages between the pool and a worker thread. A refused image is a result; a fault is `failed`, and ends the thread. */

/** A job for the thread. */
export interface ToWorker<Job> {
  readonly id: number;
  readonly job: Job;
}

/** What the thread reports. */
export type FromWorker<Started, Result> =
  | { readonly kind: "started"; readonly started: Started }
  /** The job enters its next stage, which has its own deadline. */
  | { readonly kind: "stage"; readonly id: number }
  | { readonly kind: "done"; readonly id: number; readonly result: Result }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };
