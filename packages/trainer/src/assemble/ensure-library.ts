/** TensorFlow, made ready for a command: installed if need be, its device and precision chosen for this machine. */
import { availableParallelism, cpus } from "node:os";
import type { Terminal } from "@inception-edge/host";
import {
  choosePrecision,
  describeGpu,
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
import { gpuHint } from "../doctor/gpu-hint.ts";

export interface Library extends PrecisionChoice {
  /** Version, platform and kind, such as "2.21.0-linux-x64-cpu". */
  readonly name: string;
  readonly usesGpu: boolean;
  /** What computes, in words. */
  readonly hardware: string;
}

/**
 * Has TensorFlow compute on `device`, or else on this machine's first GPU if it has one, and says on which. Once in a
 * process, before anything loads TensorFlow.
 * @throws {Error} when TensorFlow refuses a GPU that somebody asked for.
 */
export async function ensureLibrary(terminal: Terminal, device?: ComputeDevice): Promise<Library> {
  const addon = await ensureTensorFlow((line) => terminal.line(line));
  const chosen = device ?? (await findDevice());
  useDevice(chosen);
  // Only TensorFlow itself knows whether it computes on the GPU that the driver lists.
  const isPossible = chosen.kind === "gpu" || (!chosen.isAsked && hasNvidiaDriver());
  const usesGpu = isPossible && (await probeTensorFlow()).usesGpu;
  const cpu = `${availableParallelism()} threads of ${cpus()[0]?.model.trim()}`;
  if (usesGpu) {
    const gpu = chosen.kind === "gpu" ? chosen : undefined;
    terminal.line(`Device: ${gpu ? describeGpu(gpu) : "a GPU that nvidia-smi does not list"}`);
    const hardware = gpu?.gpu.name ?? "a GPU";
    return {
      name: addon.key,
      usesGpu,
      hardware,
      ...choosePrecision(gpu ?? { cpu: await readCpu() }),
    };
  }
  const refusal = chosen.kind === "gpu" ? await refusalOf(addon) : undefined;
  if (refusal !== undefined && chosen.isAsked) {
    throw new Error(`Cannot compute on the GPU: ${refusal}`);
  }
  terminal.line(`Device: CPU, ${cpu}`);
  if (refusal !== undefined) terminal.line(`The GPU is not used: ${refusal}`);
  return { name: addon.key, usesGpu, hardware: cpu, ...choosePrecision({ cpu: await readCpu() }) };
}

async function refusalOf(addon: AddonRecord): Promise<string> {
  return gpuHint({
    ...(await readDevices()),
    addon,
    ...(await findUnloadable(addon)),
  });
}
