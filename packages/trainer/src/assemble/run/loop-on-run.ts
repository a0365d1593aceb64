/** Runs the training loop on a run, or on a fold of one: everything that it needs of their data and config. */
import type { TrainOptions } from "../../loop/train-options.ts";
import { train } from "../../loop/train.ts";
import type { Run } from "../../run/run.ts";
import type { RunOutcome } from "../../watchers/watcher.ts";
import { loopOptions } from "../recipe-options.ts";

/** What the loop needs beside the run. */
export type LoopOptions = Pick<
  TrainOptions,
  "session" | "checkpoints" | "watchers" | "checkpointSeconds" | "from" | "signal"
>;

export function loopOnRun(
  { config, folder, splits, model, packed }: Run,
  options: LoopOptions,
): Promise<RunOutcome> {
  return train({
    ...options,
    ...loopOptions(config.recipe),
    outputs: model.outputs,
    splits,
    labels: packed.labels,
    seed: config.seed,
    balance: config.balance,
    runFolder: folder.path,
    now: () => performance.now(),
  });
}
