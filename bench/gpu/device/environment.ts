/** Environment variables under which TensorFlow finds what has travelled and what the machine has. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Kit } from "./kit.ts";

const DRIVER_LIBRARIES = ["libcuda.so.1", "libnvidia-ml.so.1"] as const;
const DRIVER_FOLDERS = [
  "/usr/local/nvidia/lib64",
  "/usr/local/nvidia/lib",
  "/usr/lib/x86_64-linux-gnu",
  "/usr/lib64",
  "/usr/lib/wsl/lib",
] as const;

export function tensorFlowEnvironment(kit: Kit): Readonly<Record<string, string>> {
  const given = process.env["LD_LIBRARY_PATH"]?.split(":").filter((folder) => folder !== "") ?? [];
  const drivers = DRIVER_LIBRARIES.flatMap(
    (name) => [...given, ...DRIVER_FOLDERS].find((folder) => existsSync(join(folder, name))) ?? [],
  );
  const nvidia = join(kit.tensorflow, "nvidia");
  // The driver's folders go last: they may hold other releases of what has been linked.
  const libraries = [join(nvidia, "host", "lib"), join(nvidia, "cuda_runtime", "lib"), ...drivers];
  return {
    LD_LIBRARY_PATH: [...new Set(libraries)].join(":"),
    INCEPTION_EDGE_CACHE: join(kit.root, "cache"),
    CUDA_CACHE_PATH: join(kit.root, "cache", "cuda"),
    XLA_FLAGS: `--xla_gpu_cuda_data_dir=${join(nvidia, "cuda_nvcc")} ${process.env["XLA_FLAGS"] ?? ""}`,
  };
}
