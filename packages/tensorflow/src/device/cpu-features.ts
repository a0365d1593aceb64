/** Detects the CPU's vector and matrix instructions, which decide how fast TensorFlow computes. */
import { readFile } from "node:fs/promises";
import { availableParallelism, cpus } from "node:os";
import { runCommand } from "@inception-edge/host";

/** The facts about a CPU that matter for training. */
export interface Cpu {
  readonly name: string;
  /** Threads that this process may use. */
  readonly threads: number;
  /** The instruction sets it has, of those that matter here. */
  readonly features: readonly CpuFeature[];
}

/** Features, and the flag of /proc/cpuinfo or key of `sysctl hw.optional` that shows each. */
const FEATURE_FLAGS = {
  AVX2: ["avx2"],
  "AVX-512": ["avx512f"],
  "AVX512-BF16": ["avx512_bf16"],
  "AMX-BF16": ["amx_bf16"],
  NEON: ["asimd", "hw.optional.arm.AdvSIMD"],
  SVE: ["sve"],
  "ARM-BF16": ["bf16", "hw.optional.arm.FEAT_BF16"],
} as const;

/** A feature, by its name in reports. */
export type CpuFeature = keyof typeof FEATURE_FLAGS;

/** Every feature, in the order of reports. */
const CPU_FEATURES = Object.keys(FEATURE_FLAGS) as readonly CpuFeature[];

/** Reads the facts from the operating system. */
export async function readCpu(platform: NodeJS.Platform = process.platform): Promise<Cpu> {
  const flags =
    platform === "darwin"
      ? sysctlFlags((await runCommand(["sysctl", "hw.optional"])).output)
      : cpuinfoFlags(await readFile("/proc/cpuinfo", "utf8").catch(() => ""));
  return {
    name: cpus()[0]?.model.trim() || "unknown",
    threads: availableParallelism(),
    features: featuresOf(flags),
  };
}

/** The features that the flags stand for. */
export function featuresOf(flags: ReadonlySet<string>): readonly CpuFeature[] {
  return CPU_FEATURES.filter((feature) => FEATURE_FLAGS[feature].some((flag) => flags.has(flag)));
}

/** The flags of the first CPU in /proc/cpuinfo: "flags" on x64, "Features" on arm64. */
export function cpuinfoFlags(text: string): ReadonlySet<string> {
  const line = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(text)?.[1] ?? "";
  return new Set(line.split(/\s+/).filter((flag) => flag !== ""));
}

/** The keys of `sysctl hw.optional` whose value is 1. */
export function sysctlFlags(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^(\S+): 1$/gm)].map(([, key = ""]) => key));
}
