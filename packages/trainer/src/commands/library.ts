/** TensorFlow, made ready for a command: installed if need be, its precision chosen for this machine. */
import type { Console } from "../cli/console.ts";
import { readCpu } from "../tensorflow/cpu-features.ts";
import { ensureTensorFlow } from "../tensorflow/ensure-tensorflow.ts";
import { queryGpus } from "../tensorflow/nvidia.ts";
import { choosePrecision, type Precision } from "../tensorflow/precision.ts";

export interface Library {
  readonly name: string;
  readonly precision: Precision;
  readonly reason: string;
}

export async function ensureLibrary(console: Console): Promise<Library> {
  const record = await ensureTensorFlow((line) => console.line(line));
  const [gpu] = await queryGpus();
  const { precision, reason } = choosePrecision(gpu ? { gpu } : { cpu: await readCpu() });
  return { name: record.key, precision, reason };
}
