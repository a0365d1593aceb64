/** What shapes a training program beside its recipe: the device that runs it. The results are the same, up to rounding. */
export interface Tuning {
  /** Whether convolutions of few channels take eight columns at once: see `groupedColumns`. */
  readonly groupColumns: boolean;
  /** Whether the images are copied to the device when the program is loaded. */
  readonly residentImages: boolean;
  /** What it costs to launch one stack of Muon's kernels, in multiply-adds: see `stackMatrices`. */
  readonly stackOverhead: number;
}

export const CPU_TUNING: Tuning = {
  groupColumns: false,
  residentImages: false,
  stackOverhead: 0,
};

/** As measured on an H200 (bench/README.md). */
export const GPU_TUNING: Tuning = {
  groupColumns: true,
  residentImages: true,
  stackOverhead: 1e9,
};
