/** Decides which test file runs on which runtime, how long it may take, in which order, and what may run beside it. */

/** A runtime that executes TypeScript as it is. */
export type Runtime = "node" | "deno";

/** One process to run. */
export interface TestRun {
  /** Relative to the repository's root. */
  readonly file: string;
  readonly runtime: Runtime;
  /** True if nothing may run beside it. */
  readonly alone: boolean;
  /** True if it mostly waits, for deadlines and processes: it then runs beside as many others as there are cores. */
  readonly waits: boolean;
  readonly timeoutMs: number;
  /** Variables that are set for it. */
  readonly environment: Readonly<Record<string, string>>;
}

type PackagePlan = Pick<TestRun, "timeoutMs" | "waits"> & { readonly runtimes: readonly Runtime[] };

const MINUTE_MS = 60_000;
const USUAL: PackagePlan = { runtimes: ["node"], timeoutMs: 2 * MINUTE_MS, waits: false };

/** What differs from the usual, by package. Those with the longest tests come first: none is left over at the end. */
const PACKAGES: Readonly<Record<string, Partial<PackagePlan>>> = {
  trainer: { timeoutMs: 10 * MINUTE_MS },
  tensorflow: { timeoutMs: 10 * MINUTE_MS },
  serve: { waits: true },
  classify: { timeoutMs: 5 * MINUTE_MS },
  eda: {},
  inference: { runtimes: ["node", "deno"] },
  image: { runtimes: ["node", "deno"] },
  model: { runtimes: ["node", "deno"] },
  tflite: { runtimes: ["node", "deno"] },
  bundle: { runtimes: ["node", "deno"] },
};

/** TensorFlow's steps on every core: what is asserted to the bit must hold there. */
const ALONE: readonly string[] = ["packages/trainer/src/loop/resume.test.ts"];

/** Beside others TensorFlow gets one core; it would take all, and two of them would hinder each other. */
const ONE_CORE = { TF_NUM_INTRAOP_THREADS: "1", TF_NUM_INTEROP_THREADS: "1" } as const;

/** The runs of the files, those that share the machine first. */
export function planRuns(files: readonly string[]): readonly TestRun[] {
  const runs = files.flatMap((file) => {
    const { runtimes, timeoutMs, waits } = { ...USUAL, ...PACKAGES[packageOf(file)] };
    const alone = ALONE.includes(file);
    const environment = alone ? {} : ONE_CORE;
    return runtimes.map((runtime): TestRun => ({
      file,
      runtime,
      alone,
      waits,
      timeoutMs,
      environment,
    }));
  });
  const order = Object.keys(PACKAGES);
  const rank = ({ file }: TestRun): number => {
    const index = order.indexOf(packageOf(file));
    return index === -1 ? order.length : index;
  };
  const shared = runs.filter(({ alone }) => !alone).toSorted((a, b) => rank(a) - rank(b));
  return [...shared, ...runs.filter(({ alone }) => alone)];
}

function packageOf(file: string): string {
  return /^packages\/([^/]+)\//.exec(file)?.[1] ?? "";
}
