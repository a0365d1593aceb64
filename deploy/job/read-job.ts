/** What of the Job's manifest decides what its processes do. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The Indexed Job. */
export interface Job {
  readonly completions: number;
  readonly backoffLimitPerIndex: number;
  /** The exit code that fails the Job at once. */
  readonly hopelessCode: number;
  /** Of the container. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export function readJob(): Job {
  const text = readFileSync(join(import.meta.dirname, "../kubernetes/classify/job.yaml"), "utf8");
  const find = (pattern: RegExp): string => {
    const found = pattern.exec(text)?.[1];
    if (found === undefined) throw new Error(`Cannot read job.yaml: it has no ${pattern.source}`);
    return found;
  };
  const variables = text.matchAll(/^ +- name: ([A-Z_]+)\n +value: "(.*)"$/gm);
  return {
    completions: Number(find(/^ {2}completions: (\d+)$/m)),
    backoffLimitPerIndex: Number(find(/^ {2}backoffLimitPerIndex: (\d+)$/m)),
    hopelessCode: Number(find(/^ +values: \[(\d+)\]$/m)),
    args: JSON.parse(find(/^ +args: (\[.*\])$/m)) as string[],
    environment: Object.fromEntries([...variables].map(([, name, value]) => [name!, value!])),
  };
}
