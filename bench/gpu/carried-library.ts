/**
 * What travels of TensorFlow, laid out as the trainer's cache has it: the set-up on the GPU machine is then the
 * trainer's own, which finds all it wants and downloads nothing. CUDA's libraries are the machine's.
 */
import { join } from "node:path";
import type { CudaPlan, CudaSource } from "../../packages/tensorflow/src/cuda/cuda-plan.ts";
import { tfjsPackage } from "../../packages/tensorflow/src/install/tfjs-package.ts";
import { WHEEL_SETS, type WheelSet } from "../../packages/tensorflow/src/install/wheel-table.ts";

export const GPU_WHEELS: WheelSet = WHEEL_SETS.find(({ gpu }) => gpu)!;

/** Tells the library apart in the cache. */
export const GPU_KEY = `${GPU_WHEELS.version}-${GPU_WHEELS.name}`;

const wheels: CudaSource = { from: "wheels" };
const nowhere: CudaSource = { from: "nowhere" };

/** The small parts of CUDA 12.5 that CUDA 13 has not, or not everywhere. */
export const CARRIED_CUDA: CudaPlan = {
  release: 13,
  parts: {
    runtime: wheels,
    tools: wheels,
    math: nowhere,
    cudnn: nowhere,
    nvrtc: nowhere,
    extras: nowhere,
  },
};

/** Relative to the kit's folder, whose `cache` is the trainer's. */
export const CARRIED = {
  library: join("cache", "tensorflow", GPU_KEY),
  addon: join(
    "cache",
    "tensorflow",
    `${GPU_KEY}-addon-${tfjsPackage().version}`,
    "tfjs_binding.node",
  ),
  node: join("bin", "node"),
  tracer: join("lib", "libkernel-trace.so"),
} as const;

/** Of the library, what is slimmed and travels by itself. */
export const SHARED_LIBRARIES = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"] as const;
