/**
 * Lays a plan out beside TensorFlow: this machine's libraries as links in one folder, under the names that TensorFlow
 * opens and those by which they open each other. They look beside themselves, so they have to lie together.
 */
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { CUDA_PARTS, type CudaPart, type CudaRelease } from "./cuda-parts.ts";
import { ALL_WHEELS, type CudaPlan, type CudaSource, type HostSource } from "./cuda-plan.ts";

/** The folder of the links; no wheel has one of that name. */
const HOST = "nvidia/host";
const RECORD = "nvidia/cuda.json";

/**
 * TensorFlow opens all libraries from libtensorflow_framework, whose RUNPATH names `cuda_runtime/lib` but not
 * `cusolver/lib` (libtensorflow_cc's does), and refuses the GPU when one is missing. As [target, link].
 */
const CUSOLVER_LINK = [
  "nvidia/cusolver/lib/libcusolver.so.11",
  "nvidia/cuda_runtime/lib/libcusolver.so.11",
] as const;

/** cuDNN's RUNPATH says `nvrtc` where the wheel is unpacked as `cuda_nvrtc`. As [target, link]. */
const NVRTC_LINK = ["nvidia/cuda_nvrtc", "nvidia/nvrtc"] as const;

/** @param directory holds below `nvidia/` the plan's wheels, unpacked, and nothing else. */
export async function linkCuda(directory: string, { release, parts }: CudaPlan): Promise<void> {
  const link = async (target: string, place: string): Promise<void> => {
    const path = join(directory, place);
    await mkdir(dirname(path), { recursive: true });
    await rm(path, { force: true }); // Of an earlier plan.
    await symlink(target.startsWith("/") ? target : relative(dirname(place), target), path);
  };
  for (const part of CUDA_PARTS) {
    const source: CudaSource = parts[part.name];
    if (source.from !== "host") continue;
    for (const [name, path] of Object.entries(source.files))
      await link(path, `${HOST}/lib/${name}`);
    for (const [name, path] of openedNames(part, source, release)) {
      await link(path, `${HOST}/lib/${name}`);
    }
    for (const { folder } of part.wheels) {
      if (source.tools) {
        await link(source.tools.ptxas, `${folder}/bin/ptxas`);
        await link(source.tools.libdevice, `${folder}/nvvm/libdevice/libdevice.10.bc`);
      } else {
        // Where TensorFlow and cuDNN look for the wheels' libraries, they find these.
        await link(HOST, folder);
      }
    }
  }
  if (parts.math.from === "wheels") await link(...CUSOLVER_LINK);
  await link(...NVRTC_LINK);
  await writeFile(join(directory, RECORD), `${JSON.stringify({ release, parts }, null, 2)}\n`);
}

/** The files under the names that TensorFlow opens: [name, path]. */
function openedNames(
  { libraries }: CudaPart,
  { files }: HostSource,
  release: CudaRelease,
): readonly (readonly [string, string])[] {
  return libraries.flatMap(({ name, in: names }) => {
    const path = files[names[release] ?? ""];
    return path === undefined ? [] : [[name, path] as const];
  });
}

/** What was laid out in a folder; one from before there were plans has all from wheels. */
export async function linkedCuda(directory: string): Promise<CudaPlan> {
  const text = await readFile(join(directory, RECORD), "utf8").catch(() => undefined);
  return text === undefined ? ALL_WHEELS : (JSON.parse(text) as CudaPlan);
}
