/** Fails before the work where the shell allows fewer open files than it takes. */
import { availableParallelism } from "node:os";

/** Node's own files and the libraries' that are held open; measured: 25 are too few to start a thread. */
const HELD = 32;
/** Of a thread that decodes or computes: its event loop, and what it reads. */
const PER_THREAD = 8;

/** @throws {Error} with the limit and how to raise it */
export function requireOpenFiles(
  limit: number = openFilesLimit(),
  threads: number = availableParallelism(),
): void {
  const wanted = HELD + PER_THREAD * threads;
  if (limit < wanted) {
    throw new Error(
      `Cannot start: this shell allows ${limit} open files, and ${threads} threads take up to ${wanted}; raise the limit with \`ulimit -n 4096\``,
    );
  }
}

/** The soft limit; infinite where the system has none. */
function openFilesLimit(): number {
  Object.assign(process.report, { excludeNetwork: true }); // else it looks up the names of all peers
  const { userLimits } = process.report.getReport() as {
    readonly userLimits?: { readonly open_files?: { readonly soft: number | "unlimited" } };
  };
  const limit = userLimits?.open_files?.soft;
  return typeof limit === "number" ? limit : Number.POSITIVE_INFINITY;
}
