/** Adapts a training program to the device that runs it. The results are the same, up to rounding. */

/** The choices that depend on the device. */
export interface Tuning {
  /** Whether convolutions with few channels process eight columns at once: see `groupedColumns`. */
  readonly groupColumns: boolean;
  /** Whether the images are copied to the device when the program is loaded. */
  readonly residentImages: boolean;
  /** Cost of launching one stack of Muon's kernels, in multiply-adds: see `stackMatrices`. */
  readonly stackOverhead: number;
}

/** For CPUs. */
export const CPU_TUNING: Tuning = {
  groupColumns: false,
  residentImages: false,
  stackOverhead: 0,
};

/** For GPUs, measured on an H200 (bench/README.md). */
export const GPU_TUNING: Tuning = {
  groupColumns: true,
  residentImages: true,
  stackOverhead: 1e9,
};
