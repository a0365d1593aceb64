/** Any failure as the one message a person reads: known kinds by their own words, the rest as any command's. */
import { DatasetError } from "@inception-edge/dataset";
import { BundleError } from "@inception-edge/model";
import { EngineError } from "../engine/engine.ts";
import { DivergedError } from "../watch/nan-guard.ts";
import { UsageError, wordsOfFailure, type SystemFaults } from "@inception-edge/cli";

const ownWords = [DatasetError, BundleError, EngineError, DivergedError, UsageError] as const;

const faultsInTraining: SystemFaults = {
  ENOSPC: "the disk is full; free some space, then go on with --resume --out DIR",
  EROFS: "the disk is read-only; choose another place with --out",
};

export function explainError(error: unknown): string {
  if (error instanceof Error && ownWords.some((kind) => error instanceof kind))
    return error.message;
  return wordsOfFailure(error, faultsInTraining);
}
