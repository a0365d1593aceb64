/**
 * The TensorFlow C library from PyPI's wheels, unpacked once into the cache. The folder appears
 * there by one rename when it is whole, so an interrupted run leaves nothing that looks installed.
 */
import { mkdir, mkdtemp, readdir, rename, rm, symlink } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";

import { libraryLayout } from "./library-layout.ts";
import { pipDownload } from "./pip-download.ts";
import type { TensorFlowLibrary } from "./tensorflow-library.ts";
import { unpackWheel } from "./unpack-wheel.ts";
import { CUDA_LINKS, isKept } from "./wheel-table.ts";
import type { WheelSet } from "./wheel-table.ts";

/** How the names of folders begin that are being filled. */
export const STAGING = ".staging-";

/** Where the cache is, and who hears what happens. */
export interface InstallOptions {
  /** The folder of the cache that is TensorFlow's. */
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

/** Downloads and unpacks a wheel set. Call it under the cache's lock: it sweeps old staging folders. */
export async function installWheelLibrary(
  wheels: WheelSet,
  { root, log }: InstallOptions,
): Promise<TensorFlowLibrary> {
  await sweepStaging(root);
  const staging = await mkdtemp(join(root, STAGING));
  try {
    log(
      `Downloading TensorFlow ${wheels.version} (${wheels.name}, ${wheels.downloadMegabytes} MB) with pip`,
    );
    const downloads = join(staging, "wheels");
    await mkdir(downloads);
    const files = await pipDownload(wheels, downloads);

    log(`Unpacking ${wheels.unpackedMegabytes} MB into ${root}`);
    const unpacked = join(staging, "library");
    for (const file of files) await unpackWheel(file, unpacked, isKept);
    if (wheels.gpu) await linkCudaLibraries(unpacked);
    if (libraryLayout(unpacked) === undefined) {
      const names = files.map((file) => basename(file)).join(", ");
      throw new Error(`Cannot use the wheels ${names}: they hold no TensorFlow C library`);
    }

    const directory = join(root, `${wheels.version}-${wheels.name}`);
    await rm(directory, { recursive: true, force: true });
    await rename(unpacked, directory);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  const library = cachedWheelLibrary(wheels, root);
  if (library === undefined) throw new Error(`Cannot find TensorFlow in "${root}" after unpacking`);
  return library;
}

async function linkCudaLibraries(directory: string): Promise<void> {
  for (const [link, target] of CUDA_LINKS) {
    await symlink(relative(dirname(link), target), join(directory, link));
  }
}

async function sweepStaging(root: string): Promise<void> {
  const left = (await readdir(root)).filter((name) => name.startsWith(STAGING));
  await Promise.all(left.map((name) => rm(join(root, name), { recursive: true, force: true })));
}
