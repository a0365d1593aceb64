/** Chooses the device to compute on: the requested one, else the first GPU that CUDA may see, else the CPU. Pure. */
import { hidesGpus, type Machine } from "../install/library-sources.ts";
import type { Gpu } from "./nvidia.ts";

/** A requested device. The number is nvidia-smi's, or an index into `CUDA_VISIBLE_DEVICES` if that is set. */
export type DeviceRequest = "cpu" | "gpu" | `gpu:${number}`;

/** A chosen device. */
export type ComputeDevice = CpuDevice | GpuDevice;

/** The CPU. */
export interface CpuDevice {
  readonly kind: "cpu";
  /** Whether it was requested; otherwise no GPU was found. */
  readonly isRequested: boolean;
}

/** One NVIDIA GPU. */
export interface GpuDevice {
  readonly kind: "gpu";
  /** Its number among the `count` GPUs to choose from, from 0. */
  readonly number: number;
  readonly count: number;
  /** CUDA's name for it: an index as in nvidia-smi, "GPU-…" or "MIG-…". */
  readonly entry: string;
  readonly gpu: Gpu;
  /** Whether it was requested: then no other device may be used instead. */
  readonly isRequested: boolean;
}

/** The facts about this machine that the choice depends on. */
export interface DeviceFacts extends Machine {
  /** All GPUs that the driver lists. */
  readonly gpus: readonly Gpu[];
}

/**
 * Parses "cpu", "gpu", "gpu:1" or "1"; "cuda" means "gpu".
 * @throws {RangeError} with the accepted forms as its message
 */
export function parseDevice(text: string): DeviceRequest {
  const [, kind, number] =
    /^(?:(cpu|gpu|cuda)|(?:(?:gpu|cuda):)?(\d{1,3}))$/i.exec(text.trim()) ?? [];
  if (number !== undefined) return `gpu:${Number(number)}`;
  if (kind !== undefined) return kind.toLowerCase() === "cpu" ? "cpu" : "gpu";
  throw new RangeError("cpu, gpu, or gpu:N with N from 0");
}

/** @throws {Error} when the requested device does not exist; the message lists those that do. */
export function chooseDevice(
  request: DeviceRequest | undefined,
  facts: DeviceFacts,
): ComputeDevice {
  if (request === "cpu") return { kind: "cpu", isRequested: true };
  const visible = visibleGpus(facts);
  const number =
    request === undefined || request === "gpu" ? 0 : Number(request.slice("gpu:".length));
  const found = visible[number];
  if (found !== undefined) {
    return {
      kind: "gpu",
      number,
      count: visible.length,
      ...found,
      isRequested: request !== undefined,
    };
  }
  if (request === undefined) return { kind: "cpu", isRequested: false };
  throw new Error(`Cannot compute on ${request}: ${absence(visible, facts)}`);
}

/** "gpu:1 of 2, NVIDIA H100 80GB HBM3". */
export function describeGpu({ number, count, gpu }: GpuDevice): string {
  return `gpu:${number}${count > 1 ? ` of ${count}` : ""}, ${gpu.name}`;
}

/** Environment variables that make CUDA see only this device. Set them before TensorFlow's library is loaded. */
export function deviceEnvironment(
  device: ComputeDevice,
  { environment }: Pick<Machine, "environment">,
): Readonly<Record<string, string>> {
  if (device.kind === "cpu") return device.isRequested ? { CUDA_VISIBLE_DEVICES: "-1" } : {};
  // By default CUDA numbers the fastest GPU first; nvidia-smi numbers by bus.
  const order = "PCI_BUS_ID";
  if (device.count > 1) return { CUDA_DEVICE_ORDER: order, CUDA_VISIBLE_DEVICES: device.entry };
  return { CUDA_DEVICE_ORDER: environment["CUDA_DEVICE_ORDER"] ?? order };
}

interface VisibleGpu {
  readonly entry: string;
  readonly gpu: Gpu;
}

/** The GPUs that CUDA may see, in its order: it reads `CUDA_VISIBLE_DEVICES` up to the first unknown entry. */
function visibleGpus({ gpus, environment }: DeviceFacts): readonly VisibleGpu[] {
  const list = environment["CUDA_VISIBLE_DEVICES"];
  if (list === undefined) return gpus.map((gpu) => ({ entry: `${gpu.index}`, gpu }));
  const entries = list.split(",").map((entry) => entry.trim());
  const found = entries.map((entry) => ({ entry, gpu: findGpu(entry, gpus) }));
  const end = found.findIndex(({ gpu }) => gpu === undefined);
  return (end === -1 ? found : found.slice(0, end)) as readonly VisibleGpu[];
}

function findGpu(entry: string, gpus: readonly Gpu[]): Gpu | undefined {
  if (/^\d+$/.test(entry)) return gpus.find(({ index }) => index === Number(entry));
  // An instance of a GPU; nvidia-smi does not say of which, but machines with MIG have GPUs of one kind.
  if (entry.startsWith("MIG-")) return gpus[0];
  return entry.startsWith("GPU-") ? gpus.find(({ uuid }) => uuid.startsWith(entry)) : undefined;
}

function absence(visible: readonly VisibleGpu[], facts: DeviceFacts): string {
  const { environment, gpus, nvidiaDriver, platform } = facts;
  const list = environment["CUDA_VISIBLE_DEVICES"];
  if (visible.length > 0) {
    const names = visible.map(({ gpu }, number) => `gpu:${number} (${gpu.name})`).join(", ");
    const shown = list === undefined ? "this machine has" : `CUDA_VISIBLE_DEVICES="${list}" shows`;
    return `${shown} ${names}; choose one of them`;
  }
  if (!platform.startsWith("linux")) {
    return `TensorFlow supports no GPU on ${platform}; use the CPU`;
  }
  if (!nvidiaDriver) {
    return "no NVIDIA driver is visible; install one (525 or newer), or in a container run it with `--gpus all`";
  }
  if (hidesGpus(environment)) return `CUDA_VISIBLE_DEVICES="${list}" hides the GPUs; unset it`;
  if (gpus.length === 0) {
    return "nvidia-smi lists no GPU; check that `nvidia-smi` runs as this user";
  }
  return `CUDA_VISIBLE_DEVICES="${list}" names none of this machine's GPUs; unset it`;
}
