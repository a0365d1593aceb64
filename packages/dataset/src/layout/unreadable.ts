/** Why a path of a dataset cannot be read, and what to do about it. */
import { lstatSync, readdirSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import type { Defect } from "../dataset-error.ts";
import { otherCaseFinder } from "../names.ts";
import { quoted } from "../text.ts";

type Fault = Omit<Defect, "path">;

const denied: Fault = {
  code: "unreadable",
  message: "cannot be read (permission denied)",
  cure: "make the dataset readable: chmod -R u+rX DIR",
};

const RESTORE = "restore it";

/** Defects by system error code. */
const FAULTS: Readonly<Record<string, Fault>> = {
  ENOTDIR: {
    code: "not-a-folder",
    message: "is a file where a folder should be",
    cure: "restore the folder",
  },
  EISDIR: {
    code: "not-a-file",
    message: "is a folder where a file should be",
    cure: "restore the file",
  },
  ELOOP: {
    code: "unreadable",
    message: "is a link that leads back to itself",
    cure: "delete it or correct its target",
  },
  EACCES: denied,
  EPERM: denied,
};

/** Codes that are not about a path: the process or the machine has run out of a resource. */
const NOT_OF_A_FILE: ReadonlySet<string> = new Set(["EMFILE", "ENFILE", "ENOMEM"]);

/** The system error code, if the error is about one file. */
export function codeOfFile(error: unknown): string | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall !== undefined && code !== undefined && !NOT_OF_A_FILE.has(code) ? code : undefined;
}

/** @throws the error itself if it is not about the path */
export function explainUnreadable(
  root: string,
  path: string,
  { error, cureIfMissing }: { readonly error: unknown; readonly cureIfMissing: string | undefined },
): Defect {
  const code = codeOfFile(error);
  if (code === undefined) throw error;
  if (code === "ENOENT") return { ...missing(root, path, cureIfMissing), path };
  const fault = FAULTS[code] ?? {
    code: "unreadable" as const,
    message: `cannot be read (${code})`,
    cure: RESTORE,
  };
  return { ...fault, path };
}

/** A missing file may exist under another spelling, or be a link to nothing. */
function missing(root: string, path: string, cureIfMissing = RESTORE): Fault {
  if (path.includes("\uFFFD")) {
    const message = "cannot be opened, because its name is not UTF-8";
    return { code: "unreadable", message, cure: "rename it; convmv renames many files at once" };
  }
  const absolute = join(root, path);
  if (lstatSync(absolute, { throwIfNoEntry: false })?.isSymbolicLink()) {
    const message = "is a link to a missing file";
    return { code: "missing", message, cure: "restore the target or delete the link" };
  }
  const other = otherCaseFinder(namesIn(dirname(absolute)))(basename(absolute));
  const cure =
    other === undefined
      ? cureIfMissing
      : `rename ${quoted(posix.join(posix.dirname(path), other))}`;
  return { code: "missing", message: "is missing", cure };
}

function namesIn(absolute: string): string[] {
  try {
    return readdirSync(absolute);
  } catch {
    return [];
  }
}
