/** Decides which test file runs on which runtime, how long it may take, and what may run beside it. */

/** A runtime that executes TypeScript as it is. */
export type Runtime = "node" | "deno";

/** One process to run. */
export interface TestRun {
  /** Relative to the repository's root. */
  readonly file: string;
  readonly runtime: Runtime;
  /** True if nothing may run beside it: TensorFlow takes every core. */
  readonly alone: boolean;
  readonly timeoutMs: number;
}

type PackagePlan = Omit<TestRun, "file" | "runtime"> & { readonly runtimes: readonly Runtime[] };

const MINUTE_MS = 60_000;
const USUAL: PackagePlan = { runtimes: ["node"], alone: false, timeoutMs: 2 * MINUTE_MS };

/** What differs from the usual, by package. */
const PACKAGES: Readonly<Record<string, Partial<PackagePlan>>> = {
  image: { runtimes: ["node", "deno"] },
  model: { runtimes: ["node", "deno"] },
  tflite: { runtimes: ["node", "deno"] },
  bundle: { runtimes: ["node", "deno"] },
  inference: { runtimes: ["node", "deno"] },
  tensorflow: { alone: true, timeoutMs: 10 * MINUTE_MS },
  trainer: { alone: true, timeoutMs: 10 * MINUTE_MS },
};

/** The runs of the files, those that share the machine first. */
export function planRuns(files: readonly string[]): readonly TestRun[] {
  const runs = files.flatMap((file) => {
    const name = /^packages\/([^/]+)\//.exec(file)?.[1] ?? "";
    const { runtimes, alone, timeoutMs } = { ...USUAL, ...PACKAGES[name] };
    return runtimes.map((runtime): TestRun => ({ file, runtime, alone, timeoutMs }));
  });
  return [...runs.filter(({ alone }) => !alone), ...runs.filter(({ alone }) => alone)];
}
