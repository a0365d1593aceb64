/** TensorFlow, made ready for a command: installed if need be, its precision chosen for this machine. */
import { availableParallelism, cpus } from "node:os";
import type { Console } from "@inception-edge/cli";
import { readCpu } from "../tensorflow/cpu-features.ts";
import { ensureTensorFlow } from "../tensorflow/ensure-tensorflow.ts";
import { hasNvidiaDriver, queryGpus } from "../tensorflow/nvidia.ts";
import { choosePrecision, type PrecisionChoice } from "../tensorflow/precision.ts";
import { probeTensorFlow } from "../tensorflow/probe-tensorflow.ts";

export interface Library extends PrecisionChoice {
  /** Version, platform and kind, such as "2.21.0-linux-x64-cpu". */
  readonly name: string;
  readonly usesGpu: boolean;
  /** What computes, in words. */
  readonly hardware: string;
}

export async function ensureLibrary(console: Console): Promise<Library> {
  const { key } = await ensureTensorFlow((line) => console.line(line));
  // Only TensorFlow itself knows whether it computes on the GPU that the driver lists.
  const usesGpu = hasNvidiaDriver() && (await probeTensorFlow()).usesGpu;
  const [gpu] = usesGpu ? await queryGpus() : [];
  const hardware = gpu?.name ?? `${availableParallelism()} threads of ${cpus()[0]?.model.trim()}`;
  return {
    name: key,
    usesGpu,
    hardware,
    ...choosePrecision(gpu ? { gpu } : { cpu: await readCpu() }),
  };
}
