/** Fails early if the shell's limit of open files is too low. */
import { availableParallelism } from "node:os";

/** Files that Node and the libraries keep open; measured: 25 are too few to start a thread. */
const HELD = 32;
/** Open files of a thread: its event loop, and the files it reads. */
const PER_THREAD = 8;

/** @throws {Error} with the limit and how to raise it */
export function requireOpenFiles(
  limit: number = openFilesLimit(),
  threads: number = availableParallelism(),
): void {
  const wanted = HELD + PER_THREAD * threads;
  if (limit < wanted) {
    throw new Error(
      `Cannot start: this shell allows ${limit} open files, but ${threads} threads need up to ${wanted}; raise the limit with \`ulimit -n 4096\``,
    );
  }
}

/** The soft limit; infinite if the system has none. */
function openFilesLimit(): number {
  Object.assign(process.report, { excludeNetwork: true }); // the report would resolve the host names of all connections
  const { userLimits } = process.report.getReport() as {
    readonly userLimits?: { readonly open_files?: { readonly soft: number | "unlimited" } };
  };
  const limit = userLimits?.open_files?.soft;
  return typeof limit === "number" ? limit : Number.POSITIVE_INFINITY;
}
