/** Adapts a training program to the device that runs it. The results are the same, up to rounding. */
import type { Cpu, Precision } from "@inception-edge/tensorflow";

/** The choices that depend on the device. */
export interface Tuning {
  /** Whether convolutions with few channels process eight columns at once: see `groupedColumns`. */
  readonly groupColumns: boolean;
  /** Whether the filter gradients of 1×1 convolutions are matrix products. */
  readonly pointwiseProducts: boolean;
  /** Whether the images are copied to the device when the program is loaded. */
  readonly residentImages: boolean;
  /** Cost of launching one stack of Muon's kernels, in multiply-adds: see `stackMatrices`. */
  readonly stackOverhead: number;
}

/** For CPUs, in float32. */
export const CPU_TUNING: Tuning = {
  groupColumns: false,
  pointwiseProducts: true,
  residentImages: false,
  stackOverhead: 0,
};

/**
 * For a CPU. In bfloat16 the matrix product is the faster gradient only where AMX multiplies (docs/log.md).
 */
export function cpuTuning(precision: Precision, { features }: Pick<Cpu, "features">): Tuning {
  return {
    ...CPU_TUNING,
    pointwiseProducts: precision === "f32" || features.includes("AMX-BF16"),
  };
}

/** For GPUs, measured on an H200 (bench/README.md). */
export const GPU_TUNING: Tuning = {
  groupColumns: true,
  pointwiseProducts: false, // cuDNN's gradient; the product has not been measured there
  residentImages: true,
  stackOverhead: 1e9,
};
