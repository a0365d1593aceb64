/** Which shard this process answers: by a flag, or by the variables that schedulers set. */
import { UsageError } from "@inception-edge/host";
import { WHOLE, type Shard } from "../shard/shard.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The index of a process among equals, counted from 0, and their number. */
const SCHEDULERS = [
  // An Indexed Job of Kubernetes sets the first; the second is for the manifest to set, as `completions`.
  ["JOB_COMPLETION_INDEX", "JOB_COMPLETIONS"],
  ["CLOUD_RUN_TASK_INDEX", "CLOUD_RUN_TASK_COUNT"],
  ["AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE"],
  ["SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT"],
] as const;

/** The value of `--shard`. @throws {RangeError} with what is wanted */
export function parseShard(text: string): Shard {
  const [, index, count] = /^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? [];
  if (index === undefined || !(Number(index) < Number(count))) {
    throw new RangeError("I/N, with I from 0 to N-1");
  }
  return { index: Number(index), count: Number(count) };
}

/** @throws {UsageError} if a scheduler's variables make no shard */
export function chooseShard(given: Shard | undefined, environment: Environment): Shard {
  if (given !== undefined) return given;
  for (const [indexName, countName] of SCHEDULERS) {
    const [index, count] = [environment[indexName], environment[countName]];
    if (!index) continue;
    try {
      return parseShard(`${index}/${count}`);
    } catch {
      throw new UsageError(
        `Cannot tell the shard: ${indexName} is "${index}" and ${countName} is "${count ?? ""}"; set ${countName} to the number of shards, counted from 0 by ${indexName}, or give --shard I/N`,
      );
    }
  }
  return WHOLE;
}

/** The variables, for `--help`. */
export const SHARD_VARIABLES: string = SCHEDULERS.map((pair) => pair.join("/")).join(", ");
