/**
 * The PyPI wheels that hold the TensorFlow C library for each platform, and the files that are kept of them. Versions
 * and checksums are pinned in `wheels/*.txt`, which are pip requirements files.
 */
import { fileURLToPath } from "node:url";

/** The wheels of one platform: TensorFlow's, and for a GPU those of the CUDA libraries that it requires. */
export interface WheelSet {
  /** The name of its requirements file and of its folder in the cache. */
  readonly name: string;
  /** `process.platform`-`process.arch`. */
  readonly platform: string;
  readonly version: string;
  readonly gpu: boolean;
  /** Platform tags exactly as in the file names: pip compares them literally. */
  readonly tags: readonly string[];
  /** TensorFlow's own wheel; CUDA's are in `cuda/cuda-parts.ts`. */
  readonly wheel: Wheel;
}

/** A package in a requirements file. */
export interface Wheel {
  readonly package: string;
  /** The folder of its unpacked files. */
  readonly folder: string;
  /** Size of the download. */
  readonly megabytes: number;
}

/** In order of preference within a platform. */
export const WHEEL_SETS: readonly [WheelSet, ...WheelSet[]] = [
  {
    name: "linux-x64-gpu",
    platform: "linux-x64",
    version: "2.21.0",
    gpu: true,
    tags: ["manylinux_2_27_x86_64", "manylinux2014_x86_64"],
    wheel: { package: "tensorflow", folder: "tensorflow", megabytes: 572 },
  },
  {
    name: "linux-x64-cpu",
    platform: "linux-x64",
    version: "2.21.0",
    gpu: false,
    tags: ["manylinux_2_27_x86_64"],
    wheel: { package: "tensorflow-cpu", folder: "tensorflow", megabytes: 280 },
  },
  {
    name: "linux-arm64-cpu",
    platform: "linux-arm64",
    version: "2.21.0",
    gpu: false,
    tags: ["manylinux_2_27_aarch64"],
    wheel: { package: "tensorflow", folder: "tensorflow", megabytes: 282 },
  },
  {
    name: "darwin-arm64-cpu",
    platform: "darwin-arm64",
    version: "2.21.0",
    gpu: false,
    tags: ["macosx_12_0_arm64"],
    wheel: { package: "tensorflow", folder: "tensorflow", megabytes: 223 },
  },
];

/** The pinned versions and checksums of a set, for `pip download --requirement`. */
export function requirementsFile({ name }: WheelSet): string {
  return fileURLToPath(new URL(`../../wheels/${name}.txt`, import.meta.url));
}

/** The package named by a line of a requirements file: "tensorflow-cpu" of "tensorflow-cpu==2.21.0 --hash=…". */
export function packageOf(requirement: string): string | undefined {
  return /^([a-z0-9-]+)==/.exec(requirement)?.[1];
}

/** The lines of a requirement file that pin `chosen` wheels. */
export function pinnedVersions(text: string, chosen: readonly Wheel[]): string {
  const names = new Set(chosen.map((wheel) => wheel.package));
  return text
    .split("\n")
    .filter((line) => names.has(packageOf(line) ?? ""))
    .map((line) => `${line}\n`)
    .join("");
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

/** True for the files that a C program needs to build and run: a tenth of a wheel's files. */
export function isKept(path: string): boolean {
  return KEPT.some((pattern) => pattern.test(path));
}
