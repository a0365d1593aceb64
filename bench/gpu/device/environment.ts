/** Environment variables under which the trainer finds what has travelled and what the machine has. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { CARRIED } from "../carried-library.ts";
import type { Kit } from "./kit.ts";

type Environment = Readonly<Record<string, string>>;

/** The caches of the kit, and CUDA of the machine: nothing can be downloaded. */
export function kitEnvironment(kit: Kit): Environment {
  return {
    INCEPTION_EDGE_CACHE: join(kit.root, "cache"),
    INCEPTION_EDGE_CUDA: "host",
    CUDA_CACHE_PATH: kit.cudaCache,
  };
}

const DRIVER_LIBRARIES = ["libcuda.so.1", "libnvidia-ml.so.1"] as const;
/** Where containers mount the driver, besides the loader's own folders. */
const DRIVER_FOLDERS = [
  "/usr/local/nvidia/lib64",
  "/usr/local/nvidia/lib",
  "/usr/lib/x86_64-linux-gnu",
  "/usr/lib64",
  "/usr/lib/wsl/lib",
] as const;

/** What TensorFlow wants besides, to compute. */
export function tensorFlowEnvironment(kit: Kit): Environment {
  const given = process.env["LD_LIBRARY_PATH"]?.split(":").filter((folder) => folder !== "") ?? [];
  const drivers = DRIVER_LIBRARIES.flatMap(
    (name) => DRIVER_FOLDERS.find((folder) => existsSync(join(folder, name))) ?? [],
  );
  const tools = join(kit.root, CARRIED.library, "nvidia", "cuda_nvcc");
  return {
    ...kitEnvironment(kit),
    LD_LIBRARY_PATH: [...new Set([...given, ...drivers])].join(":"),
    XLA_FLAGS: `--xla_gpu_cuda_data_dir=${tools} ${process.env["XLA_FLAGS"] ?? ""}`,
  };
}
