/**
 * Which checkpoint a run goes on from. Nothing is chosen silently where something was lost: a damaged checkpoint, or
 * a log that tells of more epochs than the checkpoints, is refused with what can be done instead.
 */
import { isWhole, type Checkpoint, type FoundCheckpoint } from "./checkpoint-folder.ts";
import { bestOf } from "./checkpoints.ts";
import { describeState } from "./training-state.ts";

export interface ResumeRequest {
  /** The run's folder. */
  readonly run: string;
  /** As the user asks: "best" or a checkpoint's name; absent: the newest. */
  readonly from?: string | undefined;
  /** Epochs in the training log. */
  readonly loggedEpochs: number;
}

/**
 * @param found newest first.
 * @returns undefined for a run that has not come to its first checkpoint.
 * @throws {Error} when the newest cannot be gone on from, and no other was asked for.
 */
export function resumePoint(
  found: readonly FoundCheckpoint[],
  { run, from, loggedEpochs }: ResumeRequest,
): Checkpoint | undefined {
  if (from !== undefined) return named(found, { run, name: from });
  const [newest] = found;
  if (!newest) {
    if (loggedEpochs === 0) return undefined;
    throw new Error(
      `Cannot go on with the run "${run}": its log has ${count(loggedEpochs, "epoch")}, and there is no checkpoint; copy its folder "checkpoints" where this is a copy, else start a new run`,
    );
  }
  if (!isWhole(newest)) throw unusable(found, { run, name: newest.name, fault: newest.fault });
  const { epoch } = newest.state;
  // An epoch is logged before its checkpoint is made, so the log may be one ahead.
  if (loggedEpochs > epoch + 1) {
    throw new Error(
      `Cannot go on with the run "${run}": its log has ${count(loggedEpochs, "epoch")}, and its newest checkpoint is of ${describeState(newest.state)}; copy its folder "checkpoints" again where this is a copy, or train the rest once more: --from ${newest.name}`,
    );
  }
  return newest;
}

/** @throws {Error} with the names that there are. */
export function named(
  found: readonly FoundCheckpoint[],
  { run, name }: { readonly run: string; readonly name: string },
): Checkpoint {
  const checkpoint =
    name === "best" ? bestOf(found) : found.find((candidate) => candidate.name === name);
  if (checkpoint && isWhole(checkpoint)) return checkpoint;
  const fault = checkpoint ? checkpoint.fault : "it is not there";
  throw unusable(found, { run, name, fault });
}

/** What to say of a checkpoint that cannot be used, with the older ones that can. */
export function unusable(
  found: readonly FoundCheckpoint[],
  {
    run,
    name,
    fault,
    cause,
  }: {
    /** The run's folder. */
    readonly run: string;
    readonly name: string;
    readonly fault: string;
    readonly cause?: unknown;
  },
): Error {
  const others = found.filter(isWhole).filter((other) => other.name !== name);
  const best = bestOf(found);
  const choices = others.map((other) => {
    const isBest = other === best ? ", the best" : "";
    return `--from ${other.name} (${describeState(other.state)}${isBest})`;
  });
  const cure =
    choices.length > 0 ? `use an earlier one: ${choices.join(" or ")}` : "start a new run";
  return new Error(
    `Cannot use the checkpoint "${name}" of the run "${run}": ${fault}; copy it again where this is a copy, or ${cure}`,
    cause === undefined ? {} : { cause },
  );
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
