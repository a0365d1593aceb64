/** What the training loop is given. */
import type { OutputName } from "@inception-edge/model";
import type { Schedule, TrainSize } from "../recipes/schedule.ts";
import type { Checkpoints } from "../run/checkpoints.ts";
import type { TrainingState } from "../run/training-state.ts";
import type { EarlyStop } from "../watchers/early-stop.ts";
import type { Watcher } from "../watchers/watcher.ts";
import type { TrainerSession } from "./trainer-session.ts";

export interface TrainOptions {
  readonly session: TrainerSession;
  readonly checkpoints: Checkpoints;
  readonly watchers: readonly Watcher[];
  readonly outputs: readonly OutputName[];
  /** Positions in the packed store. */
  readonly splits: { readonly train: Int32Array; readonly heldOut: Int32Array };
  /** Class of every position. */
  readonly labels: Int32Array;
  readonly epochs: number;
  readonly batchSize: number;
  readonly schedule: Schedule;
  /** The last of them to the end of the run. */
  readonly trainSizes: readonly TrainSize[];
  readonly seed: number;
  readonly runFolder: string;
  readonly earlyStop: EarlyStop;
  /** Seconds of training between two checkpoints inside an epoch. */
  readonly checkpointSeconds: number;
  /** Where to go on from; absent: a fresh start. */
  readonly from?: TrainingState;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly now: () => number;
}
