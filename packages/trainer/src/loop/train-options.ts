/** The options of the training loop. */
import type { OutputName } from "@inception-edge/model";
import type { Schedule, TrainSize } from "../recipes/schedule.ts";
import type { Checkpoints } from "../run/checkpoints.ts";
import type { TrainingState } from "../run/training-state.ts";
import type { EarlyStop } from "../watchers/early-stop.ts";
import type { Watcher } from "../watchers/watcher.ts";
import type { TrainerSession } from "./trainer-session.ts";

/** Options of `train`. */
export interface TrainOptions {
  readonly session: TrainerSession;
  readonly checkpoints: Checkpoints;
  readonly watchers: readonly Watcher[];
  readonly outputs: readonly OutputName[];
  /**
   * Indices in the packed store. With none held out, no epoch is measured, so none is the best and no training stops early.
   */
  readonly splits: { readonly train: Int32Array; readonly heldOut: Int32Array };
  /** The class of every image in the store. */
  readonly labels: Int32Array;
  readonly epochs: number;
  /** Epochs from one validation, with its checkpoint, to the next; the last epoch always has one. Default: 1. */
  readonly validateEvery?: number | undefined;
  readonly batchSize: number;
  readonly schedule: Schedule;
  /** Stages of the run; the last one lasts to its end. */
  readonly trainSizes: readonly TrainSize[];
  readonly seed: number;
  /** Whether every class is drawn equally often; default: every image is. */
  readonly balance?: boolean | undefined;
  readonly runFolder: string;
  readonly earlyStop: EarlyStop;
  /** Seconds of training between checkpoints that no validation brings. */
  readonly checkpointSeconds: number;
  /** The state to continue from; default: start from scratch. */
  readonly from?: TrainingState;
  readonly signal: AbortSignal;
  /** A clock, in milliseconds. */
  readonly now: () => number;
}
