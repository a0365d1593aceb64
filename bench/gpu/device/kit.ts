/** Where everything lies on the GPU machine: one folder, and in `app` the travelled copy of the repository. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export interface Kit {
  readonly root: string;
  /** The repository. */
  readonly app: string;
  /** The parts' pieces, some of which are unpacked by a step. */
  readonly parts: string;
  /** Results to bring home. */
  readonly out: string;
  readonly logs: string;
  /** Process ids of what is at work in the background. */
  readonly jobs: string;
  readonly work: string;
  readonly data: string;
  /** A folder for each training. */
  readonly runs: string;
  /** Of kernels that the driver compiles. */
  readonly cudaCache: string;
  /** Every {@link MeasuredStep}, a line each. */
  readonly measured: string;
  /** When the first part came in, seconds since 1970. */
  readonly begun: number;
}

export function openKit(root: string = resolve(import.meta.dirname, "../../../..")): Kit {
  const begun = join(root, "begun");
  const out = join(root, "out");
  return {
    root,
    app: join(root, "app"),
    parts: join(root, "parts"),
    out,
    logs: join(root, "log"),
    jobs: join(root, "jobs"),
    work: join(root, "work"),
    data: join(root, "data"),
    runs: join(root, "runs"),
    cudaCache: join(root, "cache", "cuda"),
    measured: join(out, "steps.jsonl"),
    begun: existsSync(begun) ? Number(readFileSync(begun, "utf8")) : Date.now() / 1000,
  };
}

/** A line with the seconds since the first part came in: what is left of the time can be told from it. */
export function stamped(kit: Kit, text: string): string {
  const seconds = Math.round(Date.now() / 1000 - kit.begun);
  return `[${String(seconds).padStart(4)} s] ${text}`;
}
