/**
 * Messages between the pool and a worker thread. A refused image is a result; a fault is `failed`, and ends the thread.
 * The stage that a job is in is no message: see stage-clock.ts.
 */

/** What the thread is told. */
export type ToWorker<Job> =
  /** To be done after those sent before it. */
  | { readonly kind: "job"; readonly id: number; readonly job: Job }
  /** It frees what outlives a thread, such as a native library's memory, and answers `freed`. */
  | { readonly kind: "free" };

/** What the thread reports. */
export type FromWorker<Started, Result> =
  | { readonly kind: "started"; readonly started: Started }
  /** It cannot start, since one of its models failed. */
  | { readonly kind: "refused"; readonly model: string; readonly message: string }
  | { readonly kind: "done"; readonly id: number; readonly result: Result }
  | { readonly kind: "failed"; readonly id: number; readonly message: string }
  | { readonly kind: "freed" };

/** Why a thread could not start, where one of its models is to blame. */
export class ModelRefused extends Error {
  override readonly name = "ModelRefused";
  /** The model's id. */
  readonly model: string;

  constructor(model: string, message: string) {
    super(message);
    this.model = model;
  }
}
