/** Which workers train together, and which of them this process is: by flags, or as clusters tell their processes. */
import { UsageError } from "@inception-edge/host";
import type { Workers } from "@inception-edge/tensorflow";

/** What names the workers. */
interface Sources {
  /** `--workers`. */
  readonly workers?: string | undefined;
  /** `--rank`. */
  readonly rank?: number | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * By `--workers` and `--rank`, else by `TF_CONFIG`, TensorFlow's way. Without `--rank` a Kubernetes Indexed Job says it, by
 * `JOB_COMPLETION_INDEX`.
 * @returns undefined if this process trains alone
 * @throws {UsageError} when they contradict themselves
 */
export function readWorkers({ workers, rank, environment }: Sources): Workers | undefined {
  const given = workers === undefined ? fromTfConfig(environment["TF_CONFIG"]) : undefined;
  const addresses = given?.addresses ?? workers?.split(",").map((each) => each.trim()) ?? [];
  if (addresses.length === 0) {
    if (rank !== undefined) throw new UsageError("Cannot use --rank without --workers");
    return undefined;
  }
  for (const [index, address] of addresses.entries()) {
    if (!/^[^\s:/,]+:\d{1,5}$/.test(address)) {
      throw new UsageError(
        `Cannot use the worker "${address}": want host:port, such as a.local:2222`,
      );
    }
    if (addresses.indexOf(address) !== index) {
      throw new UsageError(
        `Cannot use the worker "${address}" twice: each needs its own host:port`,
      );
    }
  }
  const index = environment["JOB_COMPLETION_INDEX"];
  const own = rank ?? given?.rank ?? (index === undefined ? undefined : Number(index));
  if (own === undefined) {
    throw new UsageError(
      `Cannot tell which of the ${addresses.length} workers this is; give --rank, 0 to ${addresses.length - 1}`,
    );
  }
  if (!Number.isInteger(own) || own < 0 || own >= addresses.length) {
    throw new UsageError(
      `Cannot be worker ${own}: there are ${addresses.length}; want a rank of 0 to ${addresses.length - 1}`,
    );
  }
  return addresses.length === 1 ? undefined : { addresses, rank: own };
}

interface TfConfig {
  readonly cluster?: Readonly<Record<string, readonly string[]>>;
  readonly task?: { readonly type?: string; readonly index?: number };
}

/** The chief, if there is one, has rank 0, and the workers those after it. */
function fromTfConfig(
  text: string | undefined,
): { readonly addresses: readonly string[]; readonly rank: number } | undefined {
  if (!text) return undefined;
  const { cluster, task } = parse(text);
  if (!cluster) return undefined; // as TensorFlow: a process that trains alone
  const jobs = Object.keys(cluster).filter((job) => !["chief", "worker"].includes(job));
  const { chief = [], worker = [] } = cluster;
  const { type = "", index = Number.NaN } = task ?? {};
  const first = { chief: 0, worker: chief.length }[type];
  if (jobs.length > 0 || first === undefined) {
    throw new UsageError(
      `Cannot use TF_CONFIG: ${first === undefined ? `its task is of type "${type}"` : `its cluster has "${jobs.join('", "')}"`}; want only chief and worker, or give --workers`,
    );
  }
  return { addresses: [...chief, ...worker], rank: first + Number(index) };
}

function parse(text: string): TfConfig {
  try {
    return JSON.parse(text) as TfConfig;
  } catch (cause) {
    throw new UsageError("Cannot use TF_CONFIG: it is not JSON; mend it, or give --workers", {
      cause,
    });
  }
}
