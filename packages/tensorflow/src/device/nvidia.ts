/** Finds NVIDIA's driver by the files it leaves, and the GPUs by running nvidia-smi. */
import { existsSync } from "node:fs";
import { runCommand } from "@inception-edge/host";
import type { CudaMachine } from "../cuda/host-cuda.ts";

/** A GPU as its driver describes it. */
export interface Gpu {
  /** nvidia-smi's number: 0, 1, … */
  readonly index: number;
  /** Such as "GPU-8932f937-d72c-4106-c12f-20bd9faed9f6". */
  readonly uuid: string;
  readonly name: string;
  /** 8.0 is Ampere, 8.9 Ada, 9.0 Hopper. */
  readonly computeCapability: number;
  readonly memoryMegabytes: number;
  /** The driver's version: "580.65.06". */
  readonly driver: string;
}

const DRIVER_TRACES = [
  "/proc/driver/nvidia/version",
  "/dev/nvidiactl",
  "/usr/lib/wsl/lib/libcuda.so.1", // Windows' driver, seen from WSL 2
] as const;

/** True if this machine or container has an NVIDIA driver. Takes microseconds. */
export function hasNvidiaDriver(platform: NodeJS.Platform = process.platform): boolean {
  return platform === "linux" && DRIVER_TRACES.some((path) => existsSync(path));
}

const FIELDS = "index,uuid,name,compute_cap,memory.total,driver_version";

/** The GPUs that nvidia-smi lists; none if it is missing or fails. */
export async function queryGpus(): Promise<readonly Gpu[]> {
  const { code, output } = await runCommand([
    "nvidia-smi",
    `--query-gpu=${FIELDS}`,
    "--format=csv,noheader,nounits",
  ]);
  return code === 0 ? parseGpus(output) : [];
}

/** Parses lines such as "0, GPU-8932f937-…, NVIDIA H200, 9.0, 143771, 580.65.06"; skips other lines. */
export function parseGpus(csv: string): readonly Gpu[] {
  return csv.split("\n").flatMap((line) => {
    const fields = line.split(",").map((field) => field.trim());
    const [index, uuid, name, capability, memory, driver] = fields;
    const computeCapability = Number(capability);
    if (!uuid || !name || !driver || !(computeCapability > 0)) return [];
    const memoryMegabytes = Number(memory);
    return [{ index: Number(index), uuid, name, computeCapability, memoryMegabytes, driver }];
  });
}

/** The driver and GPU that CUDA's libraries must support: the lowest compute capability counts. */
export function cudaMachine(gpus: readonly Gpu[]): CudaMachine {
  const [first] = gpus;
  if (first === undefined) return {};
  const capabilities = gpus.map(({ computeCapability }) => computeCapability);
  return { driver: first.driver, computeCapability: Math.min(...capabilities) };
}
