/** Which of the libraries that TensorFlow needs for a GPU do not open here, and where this machine has the first. */
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { mayUseCuda, type AddonRecord } from "../install/linked-addon.ts";
import { cudaPlaces } from "./cuda-places.ts";
import { readHostCuda } from "./host-cuda.ts";
import {
  unloadableCudaLibraries,
  unloadableLibraries,
  DRIVER_LIBRARIES,
  type UnloadableLibrary,
} from "./loadable-libraries.ts";

export interface UnloadableLibraries {
  /** In the order in which TensorFlow opens them. */
  readonly closed: readonly UnloadableLibrary[];
  /** A folder from which the first one opens. */
  readonly cure?: string;
}

/** Where drivers' libraries lie that the loader was not told of: cluster nodes, WSL 2, distributions, NixOS. */
const DRIVER_FOLDERS = [
  "/usr/local/nvidia/lib64",
  "/usr/local/nvidia/lib",
  "/usr/lib/wsl/lib",
  "/usr/lib/x86_64-linux-gnu/nvidia/current",
  "/usr/lib/x86_64-linux-gnu",
  "/usr/lib64/nvidia",
  "/usr/lib64",
  "/run/opengl-driver/lib",
] as const;

/** None for a library that has no CUDA. */
export async function findUnloadable(addon: AddonRecord): Promise<UnloadableLibraries> {
  if (!mayUseCuda(addon)) return { closed: [] };
  const lib = dirname(addon.library);
  const closed = [
    ...(await unloadableLibraries(DRIVER_LIBRARIES)),
    ...(await unloadableCudaLibraries({ lib })),
  ];
  const [first] = closed;
  if (first === undefined) return { closed };
  for (const folder of await foldersWith(first.name)) {
    const still = await unloadableLibraries([first.name], { libraryPath: folder });
    if (still.length === 0) return { closed, cure: folder };
  }
  return { closed };
}

async function foldersWith(name: string): Promise<readonly string[]> {
  if (!DRIVER_LIBRARIES.some((library) => library === name)) {
    const { toolkits, cudnns } = await readHostCuda(await cudaPlaces());
    const paths = [...toolkits, ...cudnns].flatMap(({ files }) => files[name] ?? []);
    return [...new Set(paths.map(dirname))];
  }
  const nvidia = (await readdir("/usr/lib").catch(() => []))
    .filter((folder) => folder.startsWith("nvidia"))
    .map((folder) => join("/usr/lib", folder));
  return [...DRIVER_FOLDERS, ...nvidia];
}
