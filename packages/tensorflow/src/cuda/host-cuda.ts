/** Finds the CUDA libraries on this machine, and their versions, by file names alone. */
import { existsSync } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { basename, join } from "node:path";
import { CUDA_PARTS, cudaPart, type CudaRelease } from "./cuda-parts.ts";
import type { CudaPlace } from "./cuda-places.ts";

/** Paths of shared libraries by their file names. */
export type LibraryFiles = Readonly<Record<string, string>>;

/** The libraries of one CUDA installation. */
export interface CudaToolkit {
  readonly release: CudaRelease;
  readonly place: string;
  /** The version of cuBLAS, which begins with CUDA's: "12.8.4.1". */
  readonly version?: string;
  readonly files: LibraryFiles;
  readonly tools?: CudaTools;
}

/** Absolute paths of the tools that XLA compiles kernels with. */
export interface CudaTools {
  readonly ptxas: string;
  readonly libdevice: string;
}

/** One cuDNN installation. */
export interface Cudnn {
  readonly place: string;
  readonly version?: string;
  /** The CUDA release it was built for, if its package says so. */
  readonly release?: CudaRelease;
  readonly files: LibraryFiles;
}

/** All CUDA libraries found on this machine. */
export interface HostCuda {
  readonly toolkits: readonly CudaToolkit[];
  readonly cudnns: readonly Cudnn[];
}

/** The hardware and driver that the libraries must support, as far as known. */
export interface CudaMachine {
  /** The driver's version: "580.65.06". */
  readonly driver?: string;
  /** The lowest compute capability among this machine's GPUs. */
  readonly computeCapability?: number;
}

/** Searches the places, in order of preference. */
export async function readHostCuda(places: readonly CudaPlace[]): Promise<HostCuda> {
  const found = await Promise.all(places.map(readPlace));
  return {
    toolkits: found.flatMap(({ toolkits }) => toolkits),
    cudnns: found.flatMap(({ cudnns }) => cudnns),
  };
}

async function readPlace(place: CudaPlace): Promise<HostCuda> {
  const files = await cudaFiles(place.folders);
  const installed = place.packages === undefined ? [] : await installedPackages(place.packages);
  const tools = toolsIn(place.root);
  const toolkits = await Promise.all(
    ([12, 13] as const).map(async (release): Promise<readonly CudaToolkit[]> => {
      const cublas = files[`libcublas.so.${release}`];
      if (cublas === undefined) return [];
      const names =
        release === 12 ? ["nvidia-cublas-cu12"] : ["nvidia-cublas", "nvidia-cublas-cu13"];
      const version =
        installed.find(({ name }) => names.includes(name))?.version ??
        (await versionOfFile(cublas));
      return [
        { release, place: place.name, files, ...(version && { version }), ...(tools && { tools }) },
      ];
    }),
  );
  return { toolkits: toolkits.flat(), cudnns: await cudnnIn(place, files, installed) };
}

async function cudnnIn(
  place: CudaPlace,
  files: LibraryFiles,
  installed: readonly PythonPackage[],
): Promise<readonly Cudnn[]> {
  const cudnn = files["libcudnn.so.9"];
  if (cudnn === undefined) return [];
  const { files: pattern } = cudaPart("cudnn");
  const own = Object.fromEntries(Object.entries(files).filter(([name]) => pattern.test(name)));
  const wheel = installed.find(({ name }) => /^nvidia-cudnn-cu1[23]$/.test(name));
  const version = wheel?.version ?? (await versionOfFile(cudnn));
  const release = wheel && (Number(wheel.name.slice(-2)) as CudaRelease);
  return [
    { place: place.name, files: own, ...(version && { version }), ...(release && { release }) },
  ];
}

/** CUDA's files in the folders; of two with the same name, the one in the earlier folder. */
async function cudaFiles(folders: readonly string[]): Promise<LibraryFiles> {
  const files: Record<string, string> = {};
  for (const folder of folders) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (CUDA_PARTS.some((part) => part.files.test(name)) && existsSync(join(folder, name))) {
        files[name] ??= join(folder, name);
      }
    }
  }
  return files;
}

function toolsIn(root: string): CudaTools | undefined {
  const ptxas = join(root, "bin", "ptxas");
  const libdevice = join(root, "nvvm", "libdevice", "libdevice.10.bc");
  return existsSync(ptxas) && existsSync(libdevice) ? { ptxas, libdevice } : undefined;
}

/** Toolkits and Debian's packages name the file after its full version, and `.so.12` is a link to it. */
async function versionOfFile(path: string): Promise<string | undefined> {
  return /\.so\.(\d+\.\d[\d.]*)$/.exec(basename(await realpath(path)))?.[1];
}

interface PythonPackage {
  /** Such as "nvidia-cudnn-cu12". */
  readonly name: string;
  readonly version: string;
}

/** NVIDIA's packages that pip has installed in a folder, by the names of their `<name>-<version>.dist-info` folders. */
async function installedPackages(folder: string): Promise<readonly PythonPackage[]> {
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((entry) => {
    const [, name, version] = /^(nvidia_\w+)-([\d.]+)\.dist-info$/.exec(entry) ?? [];
    return name && version ? [{ name: name.replaceAll("_", "-"), version }] : [];
  });
}
