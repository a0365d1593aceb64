/**
 * The CUDA libraries that TensorFlow 2.21 needs: the file names it loads, their names in CUDA 13, and the wheels of
 * CUDA 12.5, which it was built with. CUDA 13 still has all but one of the 463 functions that TensorFlow calls: cudart's
 * `cudaGetDeviceProperties_v2` is gone. So CUDA 13 works under CUDA 12's file names, together with the small
 * libcudart.so.12.
 */
import type { Wheel } from "../install/wheel-table.ts";

/** A major version of CUDA. */
export type CudaRelease = 12 | 13;

/** A shared library that TensorFlow loads by its file name when it first looks for a GPU. */
export interface CudaLibrary {
  /** The file name that TensorFlow loads. */
  readonly name: string;
  /** The file name in each release; absent where that release has no usable library. */
  readonly fileNames: Readonly<Partial<Record<CudaRelease, string>>>;
}

/** Libraries of one build, which must all come from the same source. */
export interface CudaPart {
  readonly name: "runtime" | "math" | "cudnn" | "nvrtc" | "tools" | "extras";
  /** The name that messages use. */
  readonly title: string;
  readonly libraries: readonly CudaLibrary[];
  /** Matches every file of the part: the libraries that TensorFlow loads load the others. */
  readonly files: RegExp;
  /** Packages listed in `wheels/linux-x64-gpu.txt`. */
  readonly wheels: readonly Wheel[];
  /** Not needed for training on one GPU. */
  readonly optional?: true;
}

export type CudaPartName = CudaPart["name"];

export const CUDA_PARTS: readonly CudaPart[] = [
  {
    name: "runtime",
    title: "libcudart.so.12",
    libraries: [{ name: "libcudart.so.12", fileNames: { 12: "libcudart.so.12" } }],
    files: /^libcudart\.so\.12$/,
    wheels: [{ package: "nvidia-cuda-runtime-cu12", folder: "nvidia/cuda_runtime", megabytes: 1 }],
  },
  {
    name: "math",
    title: "cuBLAS, cuFFT, cuSOLVER, cuSPARSE",
    libraries: [
      { name: "libcublas.so.12", fileNames: { 12: "libcublas.so.12", 13: "libcublas.so.13" } },
      {
        name: "libcublasLt.so.12",
        fileNames: { 12: "libcublasLt.so.12", 13: "libcublasLt.so.13" },
      },
      { name: "libcufft.so.11", fileNames: { 12: "libcufft.so.11", 13: "libcufft.so.12" } },
      {
        name: "libcusolver.so.11",
        fileNames: { 12: "libcusolver.so.11", 13: "libcusolver.so.12" },
      },
      {
        name: "libcusparse.so.12",
        fileNames: { 12: "libcusparse.so.12", 13: "libcusparse.so.12" },
      },
    ],
    files: /^lib(cublas|cublasLt|cufft|cusolver|cusparse|nvJitLink)\.so\.\d+$/,
    wheels: [
      { package: "nvidia-cublas-cu12", folder: "nvidia/cublas", megabytes: 363 },
      { package: "nvidia-cufft-cu12", folder: "nvidia/cufft", megabytes: 193 },
      { package: "nvidia-cusolver-cu12", folder: "nvidia/cusolver", megabytes: 130 },
      { package: "nvidia-cusparse-cu12", folder: "nvidia/cusparse", megabytes: 218 },
      { package: "nvidia-nvjitlink-cu12", folder: "nvidia/nvjitlink", megabytes: 21 },
    ],
  },
  {
    name: "cudnn",
    title: "cuDNN",
    libraries: [{ name: "libcudnn.so.9", fileNames: { 12: "libcudnn.so.9", 13: "libcudnn.so.9" } }],
    files: /^libcudnn\w*\.so\.9$/,
    wheels: [{ package: "nvidia-cudnn-cu12", folder: "nvidia/cudnn", megabytes: 577 }],
  },
  {
    name: "nvrtc", // cuDNN loads it to compile kernels.
    title: "NVRTC",
    libraries: [],
    files: /^libnvrtc(-builtins)?(\.alt)?\.so\.[\d.]+$/,
    wheels: [{ package: "nvidia-cuda-nvrtc-cu12", folder: "nvidia/cuda_nvrtc", megabytes: 25 }],
  },
  {
    name: "tools", // XLA assembles kernels with them.
    title: "ptxas and libdevice",
    libraries: [],
    files: /^$/,
    wheels: [{ package: "nvidia-cuda-nvcc-cu12", folder: "nvidia/cuda_nvcc", megabytes: 22 }],
  },
  {
    name: "extras", // Loaded for profiling and for training on several GPUs.
    title: "CUPTI, NCCL, cuRAND",
    libraries: [
      { name: "libcupti.so.12", fileNames: { 12: "libcupti.so.12", 13: "libcupti.so.13" } },
      { name: "libnccl.so.2", fileNames: { 12: "libnccl.so.2", 13: "libnccl.so.2" } },
    ],
    files: /^lib(cupti|nccl|curand)\.so\.\d+$/,
    wheels: [
      { package: "nvidia-cuda-cupti-cu12", folder: "nvidia/cuda_cupti", megabytes: 14 },
      { package: "nvidia-nccl-cu12", folder: "nvidia/nccl", megabytes: 323 },
      { package: "nvidia-curand-cu12", folder: "nvidia/curand", megabytes: 56 },
    ],
    optional: true,
  },
];

/** The libraries that TensorFlow must be able to load, in its order; if one is missing it does not use the GPU. */
export const NEEDED_LIBRARIES: readonly CudaLibrary[] = CUDA_PARTS.filter(
  ({ optional }) => !optional,
).flatMap(({ libraries }) => libraries);

/** The oldest supported versions: those that TensorFlow 2.21 was built and tested with. */
export const MINIMUM = { cublas: "12.5", cudnn: "9.3" } as const;

/** What CUDA 13 requires, according to its release notes: driver 580 and a GPU of the Turing generation or newer. */
export const CUDA_13 = { driver: "580", computeCapability: 7.5 } as const;

export function cudaPart(name: CudaPartName): CudaPart {
  return CUDA_PARTS.find((part) => part.name === name)!;
}
