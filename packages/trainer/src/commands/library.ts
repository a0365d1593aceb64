/** TensorFlow, made ready for a command: installed if need be, its precision chosen for this machine. */
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
}

export async function ensureLibrary(console: Console): Promise<Library> {
  const { key } = await ensureTensorFlow((line) => console.line(line));
  // Only TensorFlow itself knows whether it computes on the GPU that the driver lists.
  const usesGpu = hasNvidiaDriver() && (await probeTensorFlow()).usesGpu;
  const [gpu] = usesGpu ? await queryGpus() : [];
  return { name: key, usesGpu, ...choosePrecision(gpu ? { gpu } : { cpu: await readCpu() }) };
}
