/**
 * Estimates how long a training step of Inception v1 with batch normalization takes on a GPU: lower bounds from its
 * published figures, and an estimate scaled from a measurement on another GPU. Pure.
 */
import { choosePrecision, type Gpu, type Precision } from "@inception-edge/tensorflow";
import { gpuSpecification, type GpuSpecification } from "./gpu-specifications.ts";

/** Work for one image of 56 px, forward and backward; bytes in 16 bits, without fusion. */
const PER_IMAGE = { gigaflops: 2.43, megabytes: 33 } as const;

/** Kernels of one step, whatever its batch size, and the time between two of them. */
const LAUNCHES = { kernels: 2000, microseconds: 2.2 } as const;

/**
 * A step by Muon in bfloat16, traced by CUPTI on an NVIDIA H200 (driver 580.159.04, cuDNN 9.19, cuBLAS 13.1) on
 * 2026-11-27: milliseconds by what bounds them.
 */
const MEASURED = {
  gpu: "NVIDIA H200",
  batch: 1024,
  arithmetic: 12.2, // convolutions and products
  memory: 13.0 + 8.2 + 4.8 + 5.8, // pools, elementwise, batch normalization, the rest
  between: 7.6, // 51.6 for the step, kernels at work for 44.0 of them
} as const;

/** Milliseconds of a step. */
export interface StepBound {
  /** Lower bounds by arithmetic, by memory bandwidth and by kernel launches: no step is faster than the largest. */
  readonly arithmetic: number;
  readonly memory: number;
  readonly launches: number;
  /** The estimate for today's code. */
  readonly expected: number;
}

/** The bounds and the estimate for a step of `batch` images. */
export function stepBound(
  { gigabytesPerSecond, teraflops }: Pick<GpuSpecification, "gigabytesPerSecond" | "teraflops">,
  { batch, precision }: { readonly batch: number; readonly precision: Precision },
): StepBound {
  const reference = gpuSpecification(MEASURED.gpu)!;
  const width = precision === "f32" ? 2 : 1;
  const images = batch / MEASURED.batch;
  return {
    arithmetic: (batch * PER_IMAGE.gigaflops) / teraflops,
    memory: (batch * PER_IMAGE.megabytes * width) / gigabytesPerSecond,
    launches: (LAUNCHES.kernels * LAUNCHES.microseconds) / 1000,
    expected:
      images * MEASURED.arithmetic * (reference.teraflops / teraflops) +
      images * MEASURED.memory * width * (reference.gigabytesPerSecond / gigabytesPerSecond) +
      MEASURED.between,
  };
}

/** The estimate as text, for a step with the measured batch size. */
export function describeStepBound(gpu: Pick<Gpu, "name" | "computeCapability">): string {
  const { precision } = choosePrecision({ gpu });
  const specification = gpuSpecification(gpu.name);
  if (specification === undefined) {
    return `unknown for ${gpu.name}: its bandwidth and arithmetic are not in our table (step-bound/gpu-specifications.ts)`;
  }
  const { batch } = MEASURED;
  const { arithmetic, memory, launches, expected } = stepBound(specification, { batch, precision });
  const imagesPerSecond = Number(((1000 * batch) / expected).toPrecision(2)).toLocaleString("en");
  const isMeasured = gpuSpecification(MEASURED.gpu) === specification;
  const basis = isMeasured
    ? `as measured on an ${MEASURED.gpu}`
    : `scaled from an ${MEASURED.gpu} by arithmetic and memory bandwidth`;
  return `${batch} images of 56 px, ${precision}: at the GPU's published limits, arithmetic takes ${ms(arithmetic)}, memory ${ms(memory)} and launching kernels ${ms(launches)}; expect about ${ms(expected)} or ${imagesPerSecond} images/s, ${basis}`;
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 100 ? 1 : 0)} ms`;
}
