/**
 * Which PyPI wheels hold the TensorFlow C library for which platform, and what is kept of them.
 * Versions and checksums are pinned in `tensorflow/*.txt`, as pip's own requirement files.
 */
import { fileURLToPath } from "node:url";

/** A library as wheels: one TensorFlow, and for a GPU the CUDA libraries it declares. */
export interface WheelSet {
  /** Names its requirement file and its folder in the cache. */
  readonly name: string;
  /** `process.platform`-`process.arch`. */
  readonly platform: string;
  readonly version: string;
  readonly gpu: boolean;
  /** Wheel tags, exactly as in the file names: pip compares them letter by letter. */
  readonly tags: readonly string[];
  readonly downloadMegabytes: number;
  readonly unpackedMegabytes: number;
}

/** In order of preference within a platform. */
export const WHEEL_SETS = [
  {
    name: "linux-x64-gpu",
    platform: "linux-x64",
    version: "2.21.0",
    gpu: true,
    tags: ["manylinux_2_27_x86_64", "manylinux2014_x86_64"],
    downloadMegabytes: 2520,
    unpackedMegabytes: 4200,
  },
  {
    name: "linux-x64-cpu",
    platform: "linux-x64",
    version: "2.21.0",
    gpu: false,
    tags: ["manylinux_2_27_x86_64"],
    downloadMegabytes: 280,
    unpackedMegabytes: 860,
  },
  {
    name: "linux-arm64-cpu",
    platform: "linux-arm64",
    version: "2.21.0",
    gpu: false,
    tags: ["manylinux_2_27_aarch64"],
    downloadMegabytes: 282,
    unpackedMegabytes: 890,
  },
  {
    name: "darwin-arm64-cpu",
    platform: "darwin-arm64",
    version: "2.21.0",
    gpu: false,
    tags: ["macosx_12_0_arm64"],
    downloadMegabytes: 223,
    unpackedMegabytes: 750,
  },
] as const satisfies readonly WheelSet[];

/** The Python the wheels are built for. Only pip's choice depends on it: no Python code is kept. */
export const WHEEL_PYTHON = "3.11";

/** The pinned versions and checksums of a set, for `pip download --requirement`. */
export function requirementsFile({ name }: WheelSet): string {
  return fileURLToPath(new URL(`../../tensorflow/${name}.txt`, import.meta.url));
}

const KEPT = [
  /^tensorflow\/libtensorflow_(cc|framework)\.(so\.2|2\.dylib)$/,
  // What <tensorflow/c/c_api.h> and <tensorflow/c/eager/c_api.h> include, directly or not.
  /^tensorflow\/include\/(tensorflow\/c|xla\/tsl\/c)\/.*\.h$/,
  /^tensorflow\/include\/(tensorflow\/core|tsl)\/platform\/ctstring.*\.h$/,
  /^nvidia\/[^/]+\/lib\/[^/]+\.so[.\d]*$/,
  // XLA assembles kernels with ptxas, and looks for both beside the library.
  /^nvidia\/cuda_nvcc\/(bin\/ptxas|nvvm\/libdevice\/.+\.bc)$/,
] as const;

/** True for the files of a wheel that a C program needs to build and run: a tenth of the files. */
export function isKept(path: string): boolean {
  return KEPT.some((pattern) => pattern.test(path));
}

/**
 * Links that the CUDA wheels need, as `[link, target]`, both relative to the folder of the wheels.
 * TensorFlow opens the CUDA libraries from libtensorflow_framework, whose RUNPATH names
 * `nvidia/cuda_runtime/lib` but not `nvidia/cusolver/lib` (libtensorflow_cc's does), and refuses
 * the GPU when one is missing; cuDNN's RUNPATH says `nvrtc` where the wheel unpacks `cuda_nvrtc`.
 */
export const CUDA_LINKS = [
  ["nvidia/cuda_runtime/lib/libcusolver.so.11", "nvidia/cusolver/lib/libcusolver.so.11"],
  ["nvidia/nvrtc", "nvidia/cuda_nvrtc"],
] as const;
