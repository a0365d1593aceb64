/** Turns any error into a message for the user: a sentence with a cure, or the stack trace of a bug. */
import { isAbsolute, relative } from "node:path";
import { describeError } from "../describe-error.ts";
import { cacheDirectory } from "../files/cache-directory.ts";

/** Explanation and cure by system error code. */
export type SystemFaults = Readonly<Record<string, string>>;

const FORBIDDEN = "permission denied; change the permissions of that path or choose another";
const TOO_MANY_FILES = "too many open files; raise the limit with `ulimit -n 4096`";

const systemFaults: SystemFaults = {
  ENOSPC: "the disk is full; free some space",
  EDQUOT: "your disk quota is used up; free some space",
  EFBIG:
    "the file would be larger than allowed; raise the limit (ulimit -f), or choose another file system",
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: "the disk is read-only; choose another path",
  EMFILE: TOO_MANY_FILES,
  ENFILE: TOO_MANY_FILES,
  ELOOP: "it is a link that leads back to itself; remove it, or choose another path",
  ENOTDIR: "a part of that path is a file, not a folder; choose another path",
  EEXIST: "there is a file of that name already; choose another path, or move it away",
  EISDIR: "it is a folder, not a file; choose another path",
  ENAMETOOLONG: "the name is too long; choose a shorter one",
  EIO: "the disk or its connection has failed; check the hardware",
};

/** Error codes of a path that cannot be written to. */
const UNWRITABLE: readonly string[] = ["EACCES", "EPERM", "EROFS", "ENOTDIR"];

/**
 * @param error anything that was thrown
 * @param faults messages of a command that replace the general ones
 */
export function failureMessage(error: unknown, faults: SystemFaults = {}): string {
  if (!(error instanceof Error)) return `Failed: ${String(error)}`;
  const path = failedPath(error);
  const code = codeOf(error);
  const fault = { ...systemFaults, ...faults }[code];
  if (fault !== undefined) {
    const cache = UNWRITABLE.includes(code) && path !== undefined && cacheAround(path);
    return cache
      ? `Cannot write to the cache "${cache}": ${fault.split(";")[0]}; set INCEPTION_EDGE_CACHE to a folder that you can write to`
      : `Cannot write or read${path ? ` "${path}"` : ""}: ${fault}`;
  }
  return describeError(error);
}

/** What a link is made to has no part in it. */
function failedPath({
  syscall,
  path,
  dest,
}: NodeJS.ErrnoException & { readonly dest?: string }): string | undefined {
  return syscall === "symlink" ? dest : path;
}

/** Errors of native libraries, and of threads that cannot be started, have the code in the message only. */
function codeOf({ message, code = "" }: NodeJS.ErrnoException): string {
  return /\bEMFILE\b|too many open files/i.test(message) ? "EMFILE" : code;
}

/** The cache's folder, if `path` is inside it or one of its parent folders. */
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
  const relativePath = relative(folder, path);
  return !relativePath.startsWith("..") && !isAbsolute(relativePath);
}
