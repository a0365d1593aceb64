/** NVIDIA's published figures for GPUs that train networks, by their names in nvidia-smi. */

/** A GPU's memory bandwidth and arithmetic. */
export interface GpuSpecification {
  readonly name: RegExp;
  /** Memory bandwidth, GB/s. */
  readonly gigabytesPerSecond: number;
  /** Dense, in the format that training chooses: bfloat16 with float32 sums since Ampere, float32 before. */
  readonly teraflops: number;
}

/**
 * From NVIDIA's data sheets, without sparsity; for GeForce cards from the white papers on Ampere's GA102 and on Ada. The
 * first matching name counts.
 */
const SPECIFICATIONS: readonly GpuSpecification[] = [
  { name: /\bH200 NVL\b/, gigabytesPerSecond: 4800, teraflops: 835 },
  { name: /\bH200\b/, gigabytesPerSecond: 4800, teraflops: 989 },
  { name: /\bH100 NVL\b/, gigabytesPerSecond: 3900, teraflops: 835 },
  { name: /\bH100 PCIe\b/, gigabytesPerSecond: 2000, teraflops: 756 },
  { name: /\bH100\b/, gigabytesPerSecond: 3350, teraflops: 989 },
  { name: /\bA100\b.*\b80GB PCIe\b/, gigabytesPerSecond: 1935, teraflops: 312 },
  { name: /\bA100-SXM4-80GB\b/, gigabytesPerSecond: 2039, teraflops: 312 },
  { name: /\bA100\b/, gigabytesPerSecond: 1555, teraflops: 312 },
  { name: /\bA30\b/, gigabytesPerSecond: 933, teraflops: 165 },
  { name: /\bA40\b/, gigabytesPerSecond: 696, teraflops: 149.7 },
  { name: /\bA10\b/, gigabytesPerSecond: 600, teraflops: 125 },
  { name: /\bL40S\b/, gigabytesPerSecond: 864, teraflops: 362 },
  { name: /\bL40\b/, gigabytesPerSecond: 864, teraflops: 181 },
  { name: /\bL4\b/, gigabytesPerSecond: 300, teraflops: 121 },
  { name: /\bRTX 4090\b(?! (?:D|Laptop))/, gigabytesPerSecond: 1008, teraflops: 165.2 },
  { name: /\bRTX 4080\b(?! (?:SUPER|Laptop))/, gigabytesPerSecond: 717, teraflops: 97.5 },
  { name: /\bRTX 3090\b(?! Ti)/, gigabytesPerSecond: 936, teraflops: 71 },
  { name: /\bT4\b/, gigabytesPerSecond: 320, teraflops: 8.1 },
  { name: /\bV100-SXM2\b/, gigabytesPerSecond: 900, teraflops: 15.7 },
  { name: /\bV100-PCIE\b/, gigabytesPerSecond: 900, teraflops: 14 },
];

/** The figures of a GPU by its name; undefined if it is not in the table. */
export function gpuSpecification(name: string): GpuSpecification | undefined {
  return SPECIFICATIONS.find((row) => row.name.test(name));
}
