/**
 * What is measured, in the order of what one most wants to know: a row is a program with its time. PyTorch runs eager
 * first, which is soon done, and then compiled once, with all that follows from that one compilation.
 * Seconds are those of an H200 with 16 cores of a Xeon.
 */
import { splitAt } from "../split-at.ts";

export interface BenchRow {
  /** The program: gpu-step.bench.ts or torch_step.py. */
  readonly who: "ours" | "pytorch";
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** A row begins only when so much time is left. */
  readonly expectSeconds: number;
  /** It is ended after so much. */
  readonly limitSeconds: number;
}

export const BENCH_ROWS: readonly BenchRow[] = [
  ours("--batch 1024"),
  pytorch("--batch 1024 --modes eager --optimizers muon,sgd", {
    expectSeconds: 60,
    limitSeconds: 120,
  }),
  pytorch("--batch 1024 --modes compile,cuda-graph --optimizers muon,sgd", {
    expectSeconds: 190,
    limitSeconds: 260,
  }),
  ours("--batch 1024 --optimizer sgd"),
  ours("--batch 256"),
  ours("--batch 2048"),
  ours("--batch 1024 --size 40"),
  ours("--batch 1024 --precision f32"),
  ours("--batch 1024", { TF_GPU_THREAD_MODE: "gpu_private" }),
  ours("--batch 256 --optimizer sgd"),
  pytorch("--batch 256 --modes eager --optimizers muon,sgd", {
    expectSeconds: 60,
    limitSeconds: 120,
  }),
  // Not through its first step after a minute: last, where it costs nothing else.
  {
    ...ours("--batch 1024", { TF_XLA_FLAGS: "--tf_xla_auto_jit=2" }),
    expectSeconds: 180,
    limitSeconds: 300,
  },
];

function ours(args: string, environment: BenchRow["environment"] = {}): BenchRow {
  return { who: "ours", args: args.split(" "), environment, expectSeconds: 35, limitSeconds: 100 };
}

function pytorch(
  args: string,
  seconds: Pick<BenchRow, "expectSeconds" | "limitSeconds">,
): BenchRow {
  return { who: "pytorch", args: args.split(" "), ...seconds };
}

/** Flags of the programs that a column of the table tells, or that change no step. */
const TOLD = /--(batch|precision|optimizer|size|recipe|seconds|steps|images)[ =]\S+ ?/g;

/** Begins another configuration in the same process of ours. */
const VARIANT = "/";

/** What is special in a row, for its note; nothing where nothing is. */
export function noteOf({ environment = {}, args }: Pick<BenchRow, "environment" | "args">): string {
  const [common = []] = splitAt(args, VARIANT); // gpu-step.bench.ts notes the flags of its variants
  return [...settings(environment), ...common.join(" ").replace(TOLD, "").split(" ")]
    .filter((word) => word !== "")
    .join(" ");
}

function settings(environment: NonNullable<BenchRow["environment"]>): readonly string[] {
  return Object.entries(environment).map(([name, value]) => `${name}=${value}`);
}

/** A row as one would ask for it. */
export function describeRow({
  who,
  args,
  environment = {},
}: Pick<BenchRow, "who" | "args" | "environment">): string {
  return [...settings(environment), who, ...args].join(" ");
}
