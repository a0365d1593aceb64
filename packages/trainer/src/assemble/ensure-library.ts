/** Prepares TensorFlow for a command: installs it if necessary, and chooses device and precision. */
import { availableParallelism, cpus } from "node:os";
import type { Terminal } from "@inception-edge/host";
import {
  choosePrecision,
  ensureTensorFlow,
  findUnloadable,
  findDevice,
  hasNvidiaDriver,
  probeTensorFlow,
  readCpu,
  readDevices,
  useDevice,
  type AddonRecord,
  type ComputeDevice,
  type PrecisionChoice,
} from "@inception-edge/tensorflow";
import { describeDevice } from "../doctor/describe-device.ts";
import { gpuHint } from "../doctor/gpu-hint.ts";

/** The TensorFlow that a command computes with. */
export interface Library extends PrecisionChoice {
  /** Version, platform and kind, such as "2.21.0-linux-x64-cpu". */
  readonly name: string;
  readonly usesGpu: boolean;
  /** Description of the device. */
  readonly hardware: string;
}

/**
 * Makes TensorFlow compute on `device`, or by default on this machine's first GPU if it has one, and prints which. Call
 * it once in a process, before anything loads TensorFlow.
 * @throws {Error} when TensorFlow cannot use the GPU that was requested
 */
export async function ensureLibrary(terminal: Terminal, device?: ComputeDevice): Promise<Library> {
  const addon = await ensureTensorFlow((line) => terminal.line(line));
  const chosen = device ?? (await findDevice());
  useDevice(chosen);
  // Only TensorFlow itself knows whether it uses the GPU that the driver lists.
  const isPossible = chosen.kind === "gpu" || (!chosen.isRequested && hasNvidiaDriver());
  const usesGpu = isPossible && (await probeTensorFlow()).usesGpu;
  const cpu = `${availableParallelism()} threads of ${cpus()[0]?.model.trim()}`;
  if (usesGpu) {
    const gpu = chosen.kind === "gpu" ? chosen : undefined;
    terminal.line(`Device: ${gpu ? describeDevice(gpu) : "a GPU that nvidia-smi does not list"}`);
    const hardware = gpu?.gpu.name ?? "a GPU";
    return {
      name: addon.key,
      usesGpu,
      hardware,
      ...choosePrecision(gpu ?? { cpu: await readCpu() }),
    };
  }
  const refusal = chosen.kind === "gpu" ? await refusalReason(addon) : undefined;
  if (refusal !== undefined && chosen.isRequested) {
    throw new Error(`Cannot compute on the GPU: ${refusal}`);
  }
  terminal.line(`Device: CPU, ${cpu}`);
  if (refusal !== undefined) terminal.line(`The GPU is not used: ${refusal}`);
  return { name: addon.key, usesGpu, hardware: cpu, ...choosePrecision({ cpu: await readCpu() }) };
}

async function refusalReason(addon: AddonRecord): Promise<string> {
  return gpuHint({
    ...(await readDevices()),
    addon,
    ...(await findUnloadable(addon)),
  });
}
