/** Chooses the number format of the training step. Weights and loss are float32 either way. */
import type { Cpu } from "./cpu-features.ts";
import type { Gpu } from "./nvidia.ts";

/** The format of convolutions and matrix products: bfloat16 or float32. */
export const PRECISIONS = ["bf16", "f32"] as const;
/** One of {@link PRECISIONS}. */
export type Precision = (typeof PRECISIONS)[number];

/** A precision and why it is the one. */
export interface PrecisionChoice {
  readonly precision: Precision;
  /** A clause: "the CPU has AMX". */
  readonly reason: string;
}

/** Ampere, the first generation whose matrix units take bfloat16. */
const AMPERE = 8;

/**
 * bfloat16 where matrix units compute it, float32 elsewhere.
 * @param device The GPU that TensorFlow computes on, or else the CPU. Other CPU instructions for
 * bfloat16 (AVX512-BF16, Arm's) are not enough: without measured gain, the plain format.
 */
export function choosePrecision(
  device: { readonly gpu: Gpu } | { readonly cpu: Cpu },
): PrecisionChoice {
  if ("gpu" in device) {
    const { name, computeCapability } = device.gpu;
    const compares = computeCapability >= AMPERE ? "is Ampere or newer" : "is older than Ampere";
    return {
      precision: computeCapability >= AMPERE ? "bf16" : "f32",
      reason: `the GPU ${compares} (${name}, compute capability ${computeCapability.toFixed(1)})`,
    };
  }
  return device.cpu.features.includes("AMX-BF16")
    ? { precision: "bf16", reason: "the CPU has AMX" }
    : { precision: "f32", reason: "the CPU has no AMX, which computes bfloat16 fast" };
}
