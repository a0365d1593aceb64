/** Any failure as the one message a person reads: known kinds by their own words, the rest with their trace. */
import { DatasetError } from "@inception-edge/dataset";
import { BundleError } from "@inception-edge/model";
import { EngineError } from "../engine/engine.ts";
import { DivergedError } from "../watch/nan-guard.ts";
import { UsageError, wordsOfFailure } from "@inception-edge/cli";

const ownWords = [DatasetError, BundleError, EngineError, DivergedError, UsageError] as const;

const systemCures: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full; free some space, then go on with --resume --out DIR",
  EACCES: "permission denied; change the rights of that path or choose another",
  EPERM: "permission denied; change the rights of that path or choose another",
  EROFS: "the disk is read-only; choose another place with --out",
  EMFILE: "too many open files; raise the limit with `ulimit -n 4096`",
};

export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return `Failed: ${String(error)}`;
  if (ownWords.some((kind) => error instanceof kind)) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  const cure = code === undefined ? undefined : systemCures[code];
  if (cure) return `Cannot write or read${path ? ` "${path}"` : ""}: ${cure}`;
  return wordsOfFailure(error);
}
