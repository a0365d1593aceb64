/** Adapts a training program to the device that runs it. The results are the same, up to rounding. */
import type { Cpu, Precision } from "@inception-edge/tensorflow";
import type { ProductLimits } from "@inception-edge/tensorflow/ops";
import type { MuonTuning } from "./muon/muon.ts";

/** The choices that depend on the device. */
export interface Tuning {
  /** Whether convolutions with few channels process eight columns at once: see `groupedColumns`. */
  readonly groupColumns: boolean;
  /** Which kernels' gradients are computed by matrix products. */
  readonly productsUpTo: ProductLimits;
  /** Whether convolutions of 1 × 1 on one map are computed as one: see `siblingConvolutions`. */
  readonly mergeSiblings: boolean;
  /** Strides of the max pools whose maxima are taken line by line: see `maxPool`. */
  readonly poolsByLines: readonly number[];
  /** Whether the images are copied to the device when the program is loaded. */
  readonly residentImages: boolean;
  /** Whether a step is launched while the device computes the one before: see `runAhead`. */
  readonly runsAhead: boolean;
  /** How Muon's kernels are grouped, and its iterations. */
  readonly muon: MuonTuning;
}

/** For CPUs, in float32. */
export const CPU_TUNING: Tuning = {
  groupColumns: false,
  productsUpTo: { 1: Infinity },
  mergeSiblings: false,
  poolsByLines: [],
  residentImages: false,
  runsAhead: false,
  muon: { stackOverhead: 0, iterationsPerGram: 4 },
};

/** For a CPU. What is faster in bfloat16 depends on whether AMX multiplies (docs/log.md); float16 has not been tuned. */
export function cpuTuning(precision: Precision, { features }: Pick<Cpu, "features">): Tuning {
  if (precision === "f32") return CPU_TUNING;
  return {
    ...CPU_TUNING,
    productsUpTo: features.includes("AMX-BF16") ? { 1: Infinity } : { 1: 10, 3: 7, 5: 5 },
    mergeSiblings: true,
    muon: { ...CPU_TUNING.muon, iterationsPerGram: 2 },
  };
}

/** For GPUs, measured on an H200 (bench/README.md). */
export const GPU_TUNING: Tuning = {
  groupColumns: true,
  productsUpTo: {}, // cuDNN's gradient; the product has not been measured there
  mergeSiblings: false,
  poolsByLines: [],
  residentImages: true,
  runsAhead: false, // not seen on a GPU yet: TF_SYNC_ON_FINISH=false asks for it
  // In float32 too a Gram matrix bears only two iterations: TensorFlow rounds its products to TF32.
  muon: { stackOverhead: 1e9, iterationsPerGram: 2 },
};
