/** The message that the user reads for an error: the trainer's own errors as they are, others as in any command. */
import { BundleError } from "@inception-edge/bundle";
import { DatasetError, RelabelError } from "@inception-edge/dataset";
import { failureMessage, UsageError, type SystemFaults } from "@inception-edge/host";
import { TensorFlowError, WorkerLostError } from "@inception-edge/tensorflow";
import { DivergedError } from "../watchers/nan-guard.ts";

/** Errors whose messages are written for the user. */
const explained = [DatasetError, RelabelError, BundleError, DivergedError, UsageError] as const;

const systemFaults: SystemFaults = {
  ENOSPC: "the disk is full; free some space, then continue with --resume --out DIR",
  EROFS: "the disk is read-only; choose another one with --out",
};

/** TensorFlow's messages name tensors and files; the user needs to know what to change. */
const tensorFlowFaults = [
  {
    pattern: /OOM|out of memory|failed to allocate/i,
    text: "Cannot run the step: out of memory; give a smaller --batch",
  },
  {
    pattern: /No space left/i,
    text: "Cannot write the checkpoint: the disk is full; free some space, then continue with --resume",
  },
] as const;

/** The text for an error of any kind. */
export function explainError(error: unknown): string {
  if (error instanceof WorkerLostError) {
    return `${error.message}; start all workers again, with --resume: the run continues from its last checkpoint`;
  }
  if (error instanceof TensorFlowError) return explainTensorFlow(error.message);
  if (error instanceof Error && explained.some((kind) => error instanceof kind)) {
    return error.message;
  }
  return failureMessage(error, systemFaults);
}

function explainTensorFlow(message: string): string {
  const fault = tensorFlowFaults.find(({ pattern }) => pattern.test(message));
  return fault ? `${fault.text} (${message})` : message;
}
