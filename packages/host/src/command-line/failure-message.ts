/** What a person reads of an error that no other rule words: a sentence with a cure, or the trace of a defect. */
import { isAbsolute, relative } from "node:path";
import { cacheDirectory } from "../files/cache-directory.ts";

/** What the system's error codes mean, and what helps. */
export type SystemFaults = Readonly<Record<string, string>>;

const FORBIDDEN = "permission denied; change the rights of that path or choose another";
const TOO_MANY_FILES = "too many open files; raise the limit with `ulimit -n 4096`";

const systemFaults: SystemFaults = {
  ENOSPC: "the disk is full; free some space",
  EDQUOT: "your share of the disk is used up; free some space",
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: "the disk is read-only; choose another place",
  EMFILE: TOO_MANY_FILES,
  ENFILE: TOO_MANY_FILES,
  ELOOP: "it is a link that leads back to itself; remove it, or choose another path",
  ENOTDIR: "a part of that path is a file and no folder; choose another path",
  EISDIR: "it is a folder and no file; choose another path",
  ENAMETOOLONG: "the name is too long; choose a shorter one",
  EIO: "the disk, or the way to it, has failed",
};

/** Codes of a place that cannot be written to. */
const UNWRITABLE: readonly string[] = ["EACCES", "EPERM", "EROFS", "ENOTDIR"];

/**
 * @param error anything that was thrown
 * @param faults what a command says otherwise of the system's codes
 */
export function failureMessage(error: unknown, faults: SystemFaults = {}): string {
  if (!(error instanceof Error)) return `Failed: ${String(error)}`;
  const { path } = error as NodeJS.ErrnoException;
  const code = codeOf(error);
  const fault = { ...systemFaults, ...faults }[code];
  if (fault !== undefined) {
    const cache = UNWRITABLE.includes(code) && path !== undefined && cacheAround(path);
    return cache
      ? `Cannot write to the cache "${cache}": ${fault.split(";")[0]}; set INCEPTION_EDGE_CACHE to a folder that you may write to`
      : `Cannot write or read${path ? ` "${path}"` : ""}: ${fault}`;
  }
  // Messages we wrote begin so, and a few of V8's, which only defects cause.
  const isDefect = error instanceof TypeError || error instanceof ReferenceError;
  const isOurs = error.message.startsWith("Cannot ") && !isDefect;
  return isOurs ? error.message : (error.stack ?? error.message);
}

/** Of a thread that cannot be started, and of a native library, the message alone tells. */
function codeOf({ message, code = "" }: NodeJS.ErrnoException): string {
  return /\bEMFILE\b|too many open files/i.test(message) ? "EMFILE" : code;
}

/** The cache's folder, if `path` is in it or on the way to it. */
function cacheAround(path: string): string | undefined {
  const cache = cacheOrNone();
  if (cache === undefined) return undefined;
  return isBelow(path, cache) || isBelow(cache, path) ? cache : undefined;
}

function cacheOrNone(): string | undefined {
  try {
    return cacheDirectory();
  } catch {
    return undefined;
  }
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !way.startsWith("..") && !isAbsolute(way);
}
