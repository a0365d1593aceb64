/** What training computes on: as `--device` says, or the first GPU that CUDA may see, or the CPU. Pure. */
import { hidesGpus, type Machine } from "../install/library-sources.ts";
import type { Gpu } from "./nvidia.ts";

/** What `--device` says. Numbers are nvidia-smi's, or places in the user's `CUDA_VISIBLE_DEVICES`. */
export type DeviceRequest = "cpu" | "gpu" | `gpu:${number}`;

/** What computes: the processor, or one GPU. */
export type ComputeDevice = CpuDevice | GpuDevice;

export interface CpuDevice {
  readonly kind: "cpu";
  /** Whether somebody wants it; else no GPU is known of. */
  readonly isAsked: boolean;
}

export interface GpuDevice {
  readonly kind: "gpu";
  /** Among those that there are to choose from. */
  readonly number: number;
  readonly count: number;
  /** By which CUDA knows it: an index of nvidia-smi's, "GPU-…" or "MIG-…". */
  readonly entry: string;
  readonly gpu: Gpu;
  /** Whether somebody wants this one: then nothing else will do. */
  readonly isAsked: boolean;
}

/** This machine as far as the choice goes. */
export interface DeviceFacts extends Machine {
  /** All that the driver lists. */
  readonly gpus: readonly Gpu[];
}

/** @throws {RangeError} with what is wanted, as the command line's flags do. "cuda" is understood as "gpu". */
export function parseDevice(text: string): DeviceRequest {
  const [, kind, number] =
    /^(?:(cpu|gpu|cuda)|(?:(?:gpu|cuda):)?(\d{1,3}))$/i.exec(text.trim()) ?? [];
  if (number !== undefined) return `gpu:${Number(number)}`;
  if (kind !== undefined) return kind.toLowerCase() === "cpu" ? "cpu" : "gpu";
  throw new RangeError("cpu, gpu, or gpu:N with N from 0");
}

/** @throws {Error} when there is no such device, naming those that there are. */
export function chooseDevice(asked: DeviceRequest | undefined, facts: DeviceFacts): ComputeDevice {
  if (asked === "cpu") return { kind: "cpu", isAsked: true };
  const visible = visibleGpus(facts);
  const number = asked === undefined || asked === "gpu" ? 0 : Number(asked.slice("gpu:".length));
  const found = visible[number];
  if (found !== undefined) {
    return { kind: "gpu", number, count: visible.length, ...found, isAsked: asked !== undefined };
  }
  if (asked === undefined) return { kind: "cpu", isAsked: false };
  throw new Error(`Cannot compute on ${asked}: ${absence(visible, facts)}`);
}

/** "gpu:1 of 2, NVIDIA H100 80GB HBM3". */
export function describeGpu({ number, count, gpu, isAsked }: GpuDevice): string {
  const choice = count > 1 && !isAsked ? " (--device takes another)" : "";
  return `gpu:${number}${count > 1 ? ` of ${count}` : ""}, ${gpu.name}${choice}`;
}

/** Variables that make CUDA see this device and no other; to be set before TensorFlow's library is loaded. */
export function deviceEnvironment(
  device: ComputeDevice,
  { environment }: Pick<Machine, "environment">,
): Readonly<Record<string, string>> {
  if (device.kind === "cpu") return device.isAsked ? { CUDA_VISIBLE_DEVICES: "-1" } : {};
  // By default CUDA counts the fastest first, which is not what nvidia-smi shows.
  const order = "PCI_BUS_ID";
  if (device.count > 1) return { CUDA_DEVICE_ORDER: order, CUDA_VISIBLE_DEVICES: device.entry };
  return { CUDA_DEVICE_ORDER: environment["CUDA_DEVICE_ORDER"] ?? order };
}

interface VisibleGpu {
  readonly entry: string;
  readonly gpu: Gpu;
}

/** Those that CUDA may see, in its order: it reads its list up to the first entry that it does not know. */
function visibleGpus({ gpus, environment }: DeviceFacts): readonly VisibleGpu[] {
  const list = environment["CUDA_VISIBLE_DEVICES"];
  if (list === undefined) return gpus.map((gpu) => ({ entry: `${gpu.index}`, gpu }));
  const entries = list.split(",").map((entry) => entry.trim());
  const found = entries.map((entry) => ({ entry, gpu: gpuOf(entry, gpus) }));
  const end = found.findIndex(({ gpu }) => gpu === undefined);
  return (end === -1 ? found : found.slice(0, end)) as readonly VisibleGpu[];
}

function gpuOf(entry: string, gpus: readonly Gpu[]): Gpu | undefined {
  if (/^\d+$/.test(entry)) return gpus.find(({ index }) => index === Number(entry));
  // A part of a GPU, whose whole nvidia-smi does not tell; machines that are parted have GPUs of one kind.
  if (entry.startsWith("MIG-")) return gpus[0];
  return entry.startsWith("GPU-") ? gpus.find(({ uuid }) => uuid.startsWith(entry)) : undefined;
}

function absence(visible: readonly VisibleGpu[], facts: DeviceFacts): string {
  const { environment, gpus, nvidiaDriver, platform } = facts;
  const list = environment["CUDA_VISIBLE_DEVICES"];
  if (visible.length > 0) {
    const names = visible.map(({ gpu }, number) => `gpu:${number} (${gpu.name})`).join(", ");
    const choice = list === undefined ? "" : ` by CUDA_VISIBLE_DEVICES="${list}"`;
    return `there is${choice} ${names}; choose another --device`;
  }
  if (!platform.startsWith("linux")) {
    return `TensorFlow has no GPU on ${platform}; leave --device out`;
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
