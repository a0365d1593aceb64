/**
 * Decides which checkpoint a run continues from. If something was lost, it does not silently choose another one: for a
 * damaged checkpoint, or a log with more epochs than the checkpoints, the error says what can be done.
 */
import { formatCount } from "@inception-edge/host";
import { isWhole, type Checkpoint, type FoundCheckpoint } from "./checkpoint-folder.ts";
import { bestOf } from "./checkpoints.ts";
import { describeState } from "./training-state.ts";

/** What the user asks for, and what the run's log says. */
export interface ResumeRequest {
  /** The run's folder. */
  readonly run: string;
  /** "best" or a checkpoint's name; default: the newest. */
  readonly from?: string | undefined;
  /** Epochs in the training log. */
  readonly loggedEpochs: number;
}

/**
 * @param found the run's checkpoints, newest first
 * @returns undefined for a run that has no checkpoint yet
 * @throws {Error} when the newest cannot be used and no other was requested
 */
export function resumePoint(
  found: readonly FoundCheckpoint[],
  { run, from, loggedEpochs }: ResumeRequest,
): Checkpoint | undefined {
  if (from !== undefined) return findCheckpoint(found, { run, name: from });
  const [newest] = found;
  if (!newest) {
    if (loggedEpochs === 0) return undefined;
    throw new Error(
      `Cannot continue the run "${run}": its log has ${formatCount(loggedEpochs, "epoch")}, but there is no checkpoint; if this is a copy, copy the folder "checkpoints" too, else start a new run`,
    );
  }
  if (!isWhole(newest)) throw unusable(found, { run, name: newest.name, fault: newest.fault });
  const { epoch } = newest.state;
  // An epoch is logged before its checkpoint is made, so the log may be one ahead.
  if (loggedEpochs > epoch + 1) {
    throw new Error(
      `Cannot continue the run "${run}": its log has ${formatCount(loggedEpochs, "epoch")}, but its newest checkpoint is at ${describeState(newest.state)}; if this is a copy, copy the folder "checkpoints" again, or repeat the rest of the training with --checkpoint ${newest.name}`,
    );
  }
  return newest;
}

/**
 * The checkpoint of that name, or the best one.
 * @throws {Error} with the checkpoints that can be used instead
 */
export function findCheckpoint(
  found: readonly FoundCheckpoint[],
  { run, name }: { readonly run: string; readonly name: string },
): Checkpoint {
  const checkpoint =
    name === "best" ? bestOf(found) : found.find((candidate) => candidate.name === name);
  if (checkpoint && isWhole(checkpoint)) return checkpoint;
  const fault = checkpoint ? checkpoint.fault : "it does not exist";
  throw unusable(found, { run, name, fault });
}

/** The error for a checkpoint that cannot be used; it lists the others that can. */
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
    return `--checkpoint ${other.name} (${describeState(other.state)}${isBest})`;
  });
  const cure = choices.length > 0 ? `use another one: ${choices.join(" or ")}` : "start a new run";
  return new Error(
    `Cannot use the checkpoint "${name}" of the run "${run}": ${fault}; if this is a copy, copy it again, or ${cure}`,
    cause === undefined ? {} : { cause },
  );
}
