/** Finds the libraries that TensorFlow needs for a GPU and cannot load, and a folder that has the first of them. */
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

/** The result of {@link findUnloadable}. */
export interface UnloadableLibraries {
  /** In the order in which TensorFlow loads them. */
  readonly unloadable: readonly UnloadableLibrary[];
  /** A folder from which the first of them can be loaded. */
  readonly foundIn?: string;
}

/** Folders of driver libraries that the loader may not know: on cluster nodes, WSL 2, some distributions, NixOS. */
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

/** Finds none for a TensorFlow built without CUDA. */
export async function findUnloadable(addon: AddonRecord): Promise<UnloadableLibraries> {
  if (!mayUseCuda(addon)) return { unloadable: [] };
  const lib = dirname(addon.library);
  const unloadable = [
    ...(await unloadableLibraries(DRIVER_LIBRARIES)),
    ...(await unloadableCudaLibraries({ lib })),
  ];
  const [first] = unloadable;
  if (first === undefined) return { unloadable };
  for (const folder of await foldersWith(first.name)) {
    const still = await unloadableLibraries([first.name], { libraryPath: folder });
    if (still.length === 0) return { unloadable, foundIn: folder };
  }
  return { unloadable };
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
