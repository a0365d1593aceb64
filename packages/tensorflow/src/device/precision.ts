/** Chooses the number format of the training step. Weights and loss are float32 either way. */
import type { Cpu } from "./cpu-features.ts";
import type { Gpu } from "./nvidia.ts";

/** The formats of activations, convolutions and matrix products, by the name that TensorFlow gives each. */
export const precisionTypes = { bf16: "bfloat16", f16: "float16", f32: "float32" } as const;
/** One of {@link PRECISIONS}. */
export type Precision = keyof typeof precisionTypes;
/** The choices of a user; float16 is for GPUs. */
export const PRECISIONS = Object.keys(precisionTypes) as readonly Precision[];

/** A precision and the reason for it. */
export interface PrecisionChoice {
  readonly precision: Precision;
  /** A clause: "the CPU has AMX". */
  readonly reason: string;
}

/** Compute capability of Ampere, the first generation whose matrix units support bfloat16. */
const AMPERE = 8;

/** CPU instructions for bfloat16, with their speedup of training over float32 (bench/train-step.bench.ts). */
const BF16_INSTRUCTIONS = [
  { feature: "AMX-BF16", reason: "the CPU has AMX" }, // 2.1–2.3×
  { feature: "AVX512-BF16", reason: "the CPU has AVX512-BF16" }, // 1.6×
] as const;

/**
 * Chooses bfloat16 where it was measured to be faster, float32 elsewhere.
 * @param device the GPU that TensorFlow computes on, or else the CPU. Arm's bfloat16 instructions have not been
 * measured, so they do not count.
 */
export function choosePrecision(
  device:
    | { readonly gpu: Pick<Gpu, "name" | "computeCapability"> }
    | { readonly cpu: Pick<Cpu, "features"> },
): PrecisionChoice {
  if ("gpu" in device) {
    const { name, computeCapability } = device.gpu;
    const compares = computeCapability >= AMPERE ? "is Ampere or newer" : "is older than Ampere";
    return {
      precision: computeCapability >= AMPERE ? "bf16" : "f32",
      reason: `the GPU ${compares} (${name}, compute capability ${computeCapability.toFixed(1)})`,
    };
  }
  const found = BF16_INSTRUCTIONS.find(({ feature }) => device.cpu.features.includes(feature));
  return found === undefined
    ? { precision: "f32", reason: "the CPU has neither AMX nor AVX512-BF16" }
    : { precision: "bf16", reason: found.reason };
}
