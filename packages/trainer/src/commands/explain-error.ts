/** Any failure as the one message a person reads: known kinds by their own words, the rest as any command's. */
import { BundleError } from "@inception-edge/bundle";
import { DatasetError } from "@inception-edge/dataset";
import { failureMessage, UsageError, type SystemFaults } from "@inception-edge/host";
import { TensorFlowError } from "@inception-edge/tensorflow";
import { DivergedError } from "../watchers/nan-guard.ts";

const ownWords = [DatasetError, BundleError, TensorFlowError, DivergedError, UsageError] as const;

const faultsInTraining: SystemFaults = {
  ENOSPC: "the disk is full; free some space, then go on with --resume --out DIR",
  EROFS: "the disk is read-only; choose another place with --out",
};

export function explainError(error: unknown): string {
  if (error instanceof Error && ownWords.some((kind) => error instanceof kind))
    return error.message;
  return failureMessage(error, faultsInTraining);
}
