/** What the flags of a training on several machines may be. */
import { UsageError, type Flags } from "@inception-edge/host";
import type { trainFlags } from "../assemble/train-flags.ts";

type TrainFlags = Flags<typeof trainFlags>;

/**
 * The flags of worker 0, on the CPU.
 * @throws {UsageError} with those that several workers cannot have
 */
export function withWorkers(flags: TrainFlags): TrainFlags {
  const { device = "cpu" } = flags;
  const unfit =
    flags.folds !== undefined
      ? ["--folds", "cross-validate on one machine, in a run of its own"]
      : flags["dry-run"]
        ? ["--dry-run", "try it on one machine"]
        : device !== "cpu"
          ? [`--device ${device}`, "workers compute on CPUs; leave it out"]
          : undefined;
  if (unfit) throw new UsageError(`Cannot use ${unfit[0]} with --workers: ${unfit[1]}`);
  return { ...flags, device };
}
