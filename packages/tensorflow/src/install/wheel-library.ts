/**
 * The TensorFlow C library from PyPI's wheels, unpacked once into the cache. A single rename moves the complete folder
 * there, so an interrupted run leaves nothing that looks installed.
 */
import { lstatSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createStaging } from "@inception-edge/host";
import { pipDownload, unpackWheel } from "@inception-edge/host/wheels";
import { cudaWheels, type CudaPlan } from "../cuda/cuda-plan.ts";
import { linkedCuda, linkCuda } from "../cuda/link-cuda.ts";
import { libraryLayout } from "./library-layout.ts";
import type { TensorFlowLibrary } from "./tensorflow-library.ts";
import { isKept, pinnedVersions, requirementsFile, type WheelSet } from "./wheel-table.ts";

/** The cache and the log. */
export interface InstallOptions {
  /** TensorFlow's folder in the cache. */
  readonly root: string;
  readonly log: (line: string) => void;
}

/** The library of a wheel set if it is in the cache. */
export function cachedWheelLibrary(wheels: WheelSet, root: string): TensorFlowLibrary | undefined {
  const key = `${wheels.version}-${wheels.name}`;
  const directory = join(root, key);
  const layout = libraryLayout(directory);
  return layout && { origin: "wheels", key, directory, layout };
}

/**
 * Downloads and unpacks the wheels of a set that the cache lacks, and links CUDA according to a plan. Hold the cache's
 * lock when calling it: it moves the folders that the previous library shares with the new one.
 */
export async function installWheelLibrary(
  wheels: WheelSet,
  { root, log }: InstallOptions,
  cuda?: CudaPlan,
): Promise<TensorFlowLibrary> {
  const directory = join(root, `${wheels.version}-${wheels.name}`);
  const wanted = [wheels.wheel, ...(cuda ? cudaWheels(cuda) : [])];
  const unpackedBefore = [wheels.wheel, ...cudaWheels(await linkedCuda(directory))];
  const kept = wanted.filter(
    (wheel) => unpackedBefore.includes(wheel) && isFolder(join(directory, wheel.folder)),
  );
  const missing = wanted.filter((wheel) => !kept.includes(wheel));

  const staging = await createStaging(root);
  try {
    const unpacked = join(staging, "library");
    if (missing.length > 0) {
      const what = missing.includes(wheels.wheel) ? `TensorFlow ${wheels.version}` : "CUDA";
      const megabytes = missing.reduce((sum, wheel) => sum + wheel.megabytes, 0);
      log(`Downloading ${what} (${wheels.name}, ${megabytes} MB) with pip`);
      const pins = await readFile(requirementsFile(wheels), "utf8");
      const download = {
        name: `TensorFlow ${wheels.version} (${wheels.name})`,
        tags: wheels.tags,
        requirements: pinnedVersions(pins, missing),
      };
      const files = await pipDownload(download, staging);
      log(`Unpacking into ${root}`);
      for (const file of files) await unpackWheel(file, unpacked, isKept);
    }
    for (const { folder } of kept) {
      await mkdir(dirname(join(unpacked, folder)), { recursive: true });
      await rename(join(directory, folder), join(unpacked, folder));
    }
    if (cuda) await linkCuda(unpacked, cuda);
    if (libraryLayout(unpacked) === undefined) {
      const names = wanted.map((wheel) => wheel.package).join(", ");
      throw new Error(`Cannot use the wheels of ${names}: they hold no TensorFlow C library`);
    }
    await rm(directory, { recursive: true, force: true });
    await rename(unpacked, directory);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  const library = cachedWheelLibrary(wheels, root);
  if (library === undefined) throw new Error(`Cannot find TensorFlow in "${root}" after unpacking`);
  return library;
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
