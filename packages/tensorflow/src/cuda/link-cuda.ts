/**
 * Carries a plan out: links this machine's libraries into one folder beside TensorFlow, under the names that TensorFlow
 * loads and the names by which they load each other. They search their own folder, so they must be in the same one.
 */
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { CUDA_PARTS, type CudaPart, type CudaRelease } from "./cuda-parts.ts";
import { ALL_WHEELS, type CudaPlan, type CudaSource, type HostSource } from "./cuda-plan.ts";

/** The folder of the links; no wheel has a folder of that name. */
const HOST = "nvidia/host";
const RECORD = "nvidia/cuda.json";

/**
 * TensorFlow loads all libraries from libtensorflow_framework, whose RUNPATH has `cuda_runtime/lib` but not
 * `cusolver/lib` (libtensorflow_cc's has), and it does not use the GPU when one is missing. As [target, link].
 */
const CUSOLVER_LINK = [
  "nvidia/cusolver/lib/libcusolver.so.11",
  "nvidia/cuda_runtime/lib/libcusolver.so.11",
] as const;

/** cuDNN's RUNPATH says `nvrtc` where the wheel is unpacked as `cuda_nvrtc`. As [target, link]. */
const NVRTC_LINK = ["nvidia/cuda_nvrtc", "nvidia/nvrtc"] as const;

/** @param directory the library's folder, whose `nvidia/` holds the plan's unpacked wheels and nothing else. */
export async function linkCuda(directory: string, { release, parts }: CudaPlan): Promise<void> {
  const link = async (target: string, place: string): Promise<void> => {
    const path = join(directory, place);
    await mkdir(dirname(path), { recursive: true });
    await rm(path, { force: true }); // left by an earlier plan
    await symlink(target.startsWith("/") ? target : relative(dirname(place), target), path);
  };
  for (const part of CUDA_PARTS) {
    const source: CudaSource = parts[part.name];
    if (source.from !== "host") continue;
    for (const [name, path] of Object.entries(source.files))
      await link(path, `${HOST}/lib/${name}`);
    for (const [name, path] of loadedNames(part, source, release)) {
      await link(path, `${HOST}/lib/${name}`);
    }
    for (const { folder } of part.wheels) {
      if (source.tools) {
        await link(source.tools.ptxas, `${folder}/bin/ptxas`);
        await link(source.tools.libdevice, `${folder}/nvvm/libdevice/libdevice.10.bc`);
      } else {
        // TensorFlow and cuDNN look for the wheels' libraries here, and find these.
        await link(HOST, folder);
      }
    }
  }
  if (parts.math.from === "wheels") await link(...CUSOLVER_LINK);
  await link(...NVRTC_LINK);
  await writeFile(join(directory, RECORD), `${JSON.stringify({ release, parts }, null, 2)}\n`);
}

/** The files under the names that TensorFlow loads: [name, path]. */
function loadedNames(
  { libraries }: CudaPart,
  { files }: HostSource,
  release: CudaRelease,
): readonly (readonly [string, string])[] {
  return libraries.flatMap(({ name, fileNames }) => {
    const path = files[fileNames[release] ?? ""];
    return path === undefined ? [] : [[name, path] as const];
  });
}

/** The plan that was carried out in a folder; a folder from before there were plans has all of CUDA from wheels. */
export async function linkedCuda(directory: string): Promise<CudaPlan> {
  const text = await readFile(join(directory, RECORD), "utf8").catch(() => undefined);
  return text === undefined ? ALL_WHEELS : (JSON.parse(text) as CudaPlan);
}
