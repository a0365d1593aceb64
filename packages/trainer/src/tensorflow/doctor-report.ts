/** Puts what is known of a set-up into lines to read: library, device, CPU, precision, the way to the GPU. */
import type { Cpu } from "./cpu-features.ts";
import { hidesGpus } from "./library-sources.ts";
import type { Machine } from "./library-sources.ts";
import type { AddonRecord } from "./linked-addon.ts";
import type { Gpu } from "./nvidia.ts";
import { choosePrecision } from "./precision.ts";

/** What {@link doctorReport} tells. */
export interface Facts extends Machine {
  readonly node: string;
  readonly addon: AddonRecord;
  readonly addonPath: string;
  readonly cpu: Cpu;
  /** All that the driver lists, whether TensorFlow uses one or not. */
  readonly gpus: readonly Gpu[];
  /** TensorFlow's own word on where it computes. */
  readonly usesGpu: boolean;
}

const INSTALL = "`pnpm --filter trainer tf:install`";

/** Lines of the form "Label  value". */
export function doctorReport(facts: Facts): readonly string[] {
  const { addon, cpu, gpus } = facts;
  const gpu = facts.usesGpu ? gpus[0] : undefined;
  const { precision, reason } = choosePrecision(gpu ? { gpu } : { cpu });
  const hint = facts.usesGpu ? undefined : gpuHint(facts);
  const rows: [string, string][] = [
    ["Library", `TensorFlow ${addon.version} from ${originName(addon)}`],
    ["Folder", addon.directory],
    ["Addon", facts.addonPath],
    ["Node", `${facts.node} on ${facts.platform}`],
    ["Device", facts.usesGpu ? `GPU: ${gpu?.name ?? "unnamed"}` : "CPU"],
    ["CPU", `${cpu.name}, ${cpu.threads} threads`],
    ["CPU features", cpu.features.join(", ") || "none that matter here"],
    ...gpus.map(({ name, memoryMegabytes, computeCapability, driver }): [string, string] => [
      "NVIDIA GPU",
      `${name}, ${memoryMegabytes} MiB, compute capability ${computeCapability.toFixed(1)}, driver ${driver}`,
    ]),
    ["Precision", `${precision}: ${reason}`],
    ...(hint === undefined ? [] : [["To use a GPU", hint] satisfies [string, string]]),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${label.padEnd(width)}  ${value}`);
}

function originName({ origin, key }: AddonRecord): string {
  if (origin === "LIBTENSORFLOW_DIR") return "LIBTENSORFLOW_DIR";
  if (origin === "stock") {
    return `tfjs-node-gpu's own download, which is old and slow on new hardware; ${INSTALL} tries the wheels again`;
  }
  return `PyPI's wheels (${key})`;
}

/** Why the GPU is not used and what to do about it: the first obstacle in the order they arise. */
export function gpuHint({ platform, environment, nvidiaDriver, gpus, addon }: Facts): string {
  if (platform !== "linux-x64") {
    return `not on ${platform}: TensorFlow's CUDA wheels exist for Linux x64 only`;
  }
  if (!nvidiaDriver) {
    return `no NVIDIA driver is visible; install one (525 or newer; in a container, run it with \`--gpus all\`), then run ${INSTALL}`;
  }
  if (hidesGpus(environment)) {
    return `CUDA_VISIBLE_DEVICES="${environment["CUDA_VISIBLE_DEVICES"]}" hides the GPUs; unset it, then run ${INSTALL}`;
  }
  if (addon.origin === "wheels" && !addon.key.endsWith("-gpu")) {
    return `the library in use has no CUDA; run ${INSTALL}, which downloads the one that has (2.5 GB)`;
  }
  if (gpus.length === 0) {
    return "the driver is there but nvidia-smi lists no GPU; check that `nvidia-smi` runs as this user";
  }
  return "TensorFlow refuses the GPU; `TF_CPP_MIN_LOG_LEVEL=0 pnpm --filter trainer run doctor` shows its reason";
}
