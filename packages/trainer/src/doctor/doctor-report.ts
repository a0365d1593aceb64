/** Puts what is known of a set-up into lines to read: library, device, CPU, CUDA, precision, the way to the GPU. */
import {
  choosePrecision,
  describeGpu,
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
import { gpuHint, INSTALL, type GpuFacts } from "./gpu-hint.ts";
import { describeStepBound } from "./step-bound/step-bound.ts";

/** What {@link doctorReport} tells. */
export interface Facts extends GpuFacts {
  readonly node: string;
  readonly addonPath: string;
  readonly cpu: Cpu;
  /** What training takes unless `--device` says otherwise. */
  readonly device: ComputeDevice;
  /** TensorFlow's own word on where it computes. */
  readonly usesGpu: boolean;
  /** Why it does not compute at all. */
  readonly failure?: string;
  /** CUDA's libraries on this machine, and what `start install` makes of them. */
  readonly host: HostCuda;
  readonly choice: CudaChoice;
  /** Where those beside TensorFlow come from; undefined where it has none. */
  readonly laid?: CudaPlan;
}

type Row = readonly [label: string, value: string];

/** Lines of the form "Label  value". */
export function doctorReport(facts: Facts): readonly string[] {
  const { addon, cpu, device, usesGpu } = facts;
  const gpu = usesGpu && device.kind === "gpu" ? device : undefined;
  const { precision, reason } = choosePrecision(gpu ?? { cpu });
  const hint =
    facts.failure !== undefined && facts.closed.length === 0
      ? "look at what TensorFlow says with TF_CPP_MIN_LOG_LEVEL=0; until then `--device cpu` trains without one"
      : gpuHint(facts);
  const rows: readonly Row[] = [
    ["Library", `TensorFlow ${addon.version} from ${originName(addon)}`],
    ["Folder", addon.directory],
    ["Addon", facts.addonPath],
    ["Node", `${facts.node} on ${facts.platform}`],
    ["Device", deviceName(facts)],
    ["CPU", `${cpu.name}, ${cpu.threads} threads`],
    ["CPU features", cpu.features.join(", ") || "none that matter here"],
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
  if (failure !== undefined) return `none: TensorFlow does not run here: ${failure}`;
  if (!usesGpu) return "CPU";
  return device.kind === "gpu" ? describeGpu(device) : "a GPU that nvidia-smi does not list";
}

function gpuRows({ gpus }: Facts): readonly Row[] {
  return gpus.map(({ index, name, memoryMegabytes, computeCapability, driver }) => [
    "NVIDIA GPU",
    `${index}: ${name}, ${memoryMegabytes} MiB, compute capability ${computeCapability.toFixed(1)}, driver ${driver}`,
  ]);
}

/** Nothing on a machine that has neither driver nor CUDA. */
function cudaRows({ host, choice, laid, closed, nvidiaDriver }: Facts): readonly Row[] {
  const hasCuda = host.toolkits.length + host.cudnns.length > 0;
  if (!nvidiaDriver && !hasCuda && laid === undefined) return [];
  const next: Row =
    laid === undefined
      ? ["CUDA to install", describePlan(choice.plan)]
      : ["CUDA in use", describePlan(laid)];
  const isPassedOver = laid !== undefined && !usesHost(laid) && usesHost(choice.plan);
  return [
    ["CUDA here", describeHost(host)],
    next,
    ...choice.refusals.map((refusal): Row => ["Not used", refusal]),
    ...(isPassedOver
      ? [
          [
            "Not used",
            `this machine's, since PyPI's wheels are there; \`INCEPTION_EDGE_CUDA=host\` has ${INSTALL} take it`,
          ] as const,
        ]
      : []),
    ...closed.map(({ name, reason }): Row => ["Does not open", `${name}: ${reason}`]),
  ];
}

function originName({ origin, key }: AddonRecord): string {
  if (origin === "LIBTENSORFLOW_DIR") return "LIBTENSORFLOW_DIR";
  if (origin === "stock") {
    return `tfjs-node-gpu's own download, which is old and slow on new hardware; ${INSTALL} tries the wheels again`;
  }
  return `PyPI's wheels (${key})`;
}
