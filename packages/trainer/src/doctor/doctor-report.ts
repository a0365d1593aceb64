/** The doctor's report as text: library, device, CPU, CUDA, precision, and how to use the GPU. */
import {
  choosePrecision,
  describeHost,
  describePlan,
  usesHost,
  type AddonRecord,
  type ComputeDevice,
  type Cpu,
  type CudaChoice,
  type CudaPlan,
  type HostCuda,
} from "@inception-edge/tensorflow";
import { describeDevice } from "./describe-device.ts";
import { gpuHint, INSTALL, type GpuFacts } from "./gpu-hint.ts";
import { describeStepBound } from "./step-bound/step-bound.ts";

/** The facts that {@link doctorReport} prints. */
export interface Facts extends GpuFacts {
  readonly node: string;
  readonly addonPath: string;
  readonly cpu: Cpu;
  /** The device that training uses unless `--device` names another. */
  readonly device: ComputeDevice;
  /** Whether TensorFlow reports that it computes on a GPU. */
  readonly usesGpu: boolean;
  /** Why TensorFlow does not work at all. */
  readonly failure?: string;
  /** CUDA's libraries on this machine. */
  readonly host: HostCuda;
  /** The CUDA libraries that `install` would use. */
  readonly choice: CudaChoice;
  /** Where the CUDA libraries linked beside TensorFlow come from; undefined if there are none. */
  readonly linked?: CudaPlan;
}

type Row = readonly [label: string, value: string];

/** Lines of the form "Label  value". */
export function doctorReport(facts: Facts): readonly string[] {
  const { addon, cpu, device, usesGpu } = facts;
  const gpu = usesGpu && device.kind === "gpu" ? device : undefined;
  const { precision, reason } = choosePrecision(gpu ?? { cpu });
  const hint =
    facts.failure !== undefined && facts.unloadable.length === 0
      ? "set TF_CPP_MIN_LOG_LEVEL=0 to see TensorFlow's log; until it works, train with `--device cpu`"
      : gpuHint(facts);
  const rows: readonly Row[] = [
    ["Library", `TensorFlow ${addon.version} from ${originName(addon)}`],
    ["Folder", addon.directory],
    ["Addon", facts.addonPath],
    ["Node", `${facts.node} on ${facts.platform}`],
    ["Device", deviceName(facts)],
    ["CPU", `${cpu.name}, ${cpu.threads} threads`],
    ["CPU features", cpu.features.join(", ") || "none that speed up training"],
    ...gpuRows(facts),
    ...cudaRows(facts),
    ["Precision", `${precision}: ${reason}`],
    ...(gpu ? [["A training step", describeStepBound(gpu.gpu)] as const] : []),
    ...(usesGpu ? [] : [["To use a GPU", hint] as const]),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${label.padEnd(width)}  ${value}`);
}

function deviceName({ failure, usesGpu, device }: Facts): string {
  if (failure !== undefined) return `none: TensorFlow does not work on this machine: ${failure}`;
  if (!usesGpu) return "CPU";
  return device.kind === "gpu" ? describeDevice(device) : "a GPU that nvidia-smi does not list";
}

function gpuRows({ gpus }: Facts): readonly Row[] {
  return gpus.map(({ index, name, memoryMegabytes, computeCapability, driver }) => [
    "NVIDIA GPU",
    `${index}: ${name}, ${memoryMegabytes} MiB, compute capability ${computeCapability.toFixed(1)}, driver ${driver}`,
  ]);
}

/** No rows on a machine with neither a driver nor CUDA. */
function cudaRows({ host, choice, linked, unloadable, nvidiaDriver }: Facts): readonly Row[] {
  const hasCuda = host.toolkits.length + host.cudnns.length > 0;
  if (!nvidiaDriver && !hasCuda && linked === undefined) return [];
  const next: Row =
    linked === undefined
      ? ["CUDA to install", describePlan(choice.plan)]
      : ["CUDA in use", describePlan(linked)];
  const couldUseHost = linked !== undefined && !usesHost(linked) && usesHost(choice.plan);
  return [
    ["CUDA found", describeHost(host)],
    next,
    ...choice.refusals.map((refusal): Row => ["Not used", refusal]),
    ...(couldUseHost
      ? [
          [
            "Not used",
            `this machine's CUDA, because PyPI's wheels are already installed; to use it, run ${INSTALL} with INCEPTION_EDGE_CUDA=host`,
          ] as const,
        ]
      : []),
    ...unloadable.map(({ name, reason }): Row => ["Not loadable", `${name}: ${reason}`]),
  ];
}

function originName({ origin, key }: AddonRecord): string {
  if (origin === "LIBTENSORFLOW_DIR") return "LIBTENSORFLOW_DIR";
  if (origin === "stock") {
    return `tfjs-node-gpu's own download, which is old and slow on new hardware; run ${INSTALL} to try the wheels again`;
  }
  return `PyPI's wheels (${key})`;
}
