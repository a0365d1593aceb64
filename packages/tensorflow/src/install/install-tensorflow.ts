/**
 * Provides the TensorFlow C library that suits this machine and the addon built against it: from the cache, else from
 * the first source that works. It may be run at any time, by two processes at once, and again after an interruption.
 */
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { cacheDirectory, createStaging, withLockInTurn } from "@inception-edge/host";
import { cudaSetting } from "../cuda/cuda-setting.ts";
import { provideGpuLibrary } from "../cuda/gpu-library.ts";
import { hasNvidiaDriver } from "../device/nvidia.ts";
import { buildAddon, findCompiler } from "./build-addon.ts";
import { librarySources, type LibrarySource } from "./library-sources.ts";
import {
  ADDON_RECORD,
  letOthersRead,
  linkAddon,
  readAddonRecord,
  requireLinkable,
  type AddonRecord,
} from "./linked-addon.ts";
import { installStockLibrary } from "./stock-library.ts";
import { userLibrary, type TensorFlowLibrary } from "./tensorflow-library.ts";
import { tfjsPackage } from "./tfjs-package.ts";
import { cachedWheelLibrary, installWheelLibrary, type InstallOptions } from "./wheel-library.ts";

/** The folder of the user's cache that holds libraries and addons. */
function tensorFlowCache(): string {
  return join(cacheDirectory(), "tensorflow");
}

/** Installs what is missing and links the addon; returns the record of its library. */
export async function installTensorFlow(log: (line: string) => void): Promise<AddonRecord> {
  const platform = `${process.platform}-${process.arch}`;
  const nvidiaDriver = hasNvidiaDriver();
  const machine = { environment: process.env, platform, nvidiaDriver };
  const [first, ...others] = librarySources(machine);
  if (first === undefined) {
    if (cudaSetting(process.env) !== undefined) {
      throw new Error(
        `Cannot provide TensorFlow with CUDA for ${platform}: its wheel exists for Linux x64 only; unset INCEPTION_EDGE_CUDA to use the CPU`,
      );
    }
    throw new Error(
      `Cannot provide TensorFlow for ${platform}: its wheels exist for Linux x64, Linux arm64 and macOS arm64; ` +
        "use one of these (on Windows, WSL 2), or set LIBTENSORFLOW_DIR to a TensorFlow C library",
    );
  }

  await requireLinkable(tfjsPackage().addonPath); // fails before the download rather than after it
  const options: InstallOptions = { root: tensorFlowCache(), log };
  await mkdir(options.root, { recursive: true });
  return withLockInTurn(
    join(options.root, ".lock"),
    () => installFirst(first, others, options),
    (holder) => log(`Waiting for ${holder}, which is installing TensorFlow`),
  );
}

/**
 * Tries the sources in order. Only if a source cannot provide its library is the next one tried: tools that are missing
 * on this machine, or an addon that does not build, are reported to the user.
 */
async function installFirst(
  source: LibrarySource,
  others: readonly LibrarySource[],
  options: InstallOptions,
): Promise<AddonRecord> {
  if (source.kind === "wheels" && !cachedWheelLibrary(source.wheels, options.root)) {
    await findCompiler(); // fails before the download rather than after it
  }
  const provided = await provide(source, options).catch((error: Error) => error);
  if (provided instanceof Error) {
    const [next, ...rest] = others;
    if (next === undefined) throw provided;
    options.log(provided.message);
    return installFirst(next, rest, options);
  }
  return "layout" in provided ? provideAddon(provided, options) : provided;
}

/** Returns a library to build the addon against, or the record of an addon that came with its library. */
async function provide(
  source: LibrarySource,
  options: InstallOptions,
): Promise<TensorFlowLibrary | AddonRecord> {
  switch (source.kind) {
    case "directory":
      return userLibrary(source.directory);
    case "wheels":
      if (source.wheels.gpu) return provideGpuLibrary(source.wheels, options);
      return (
        cachedWheelLibrary(source.wheels, options.root) ??
        installWheelLibrary(source.wheels, options)
      );
    case "stock":
      options.log("Falling back to the TensorFlow that tfjs-node-gpu downloads by itself (2.9.1)");
      return installStockLibrary(tfjsPackage(), source.gpu);
  }
}

/** Takes the addon for a library from the cache, or builds it there, and links it into node_modules. */
async function provideAddon(
  library: TensorFlowLibrary,
  { root, log }: InstallOptions,
): Promise<AddonRecord> {
  const { directory: sources, version, addonPath } = tfjsPackage();
  const folder = join(root, `${library.key}-addon-${version}`);
  const addon = join(folder, "tfjs_binding.node");

  let record = readAddonRecord(addon);
  if (record?.directory !== library.directory) {
    const compiler = await findCompiler();
    log(`Building the addon of tfjs-node-gpu ${version} with ${compiler.join(" ")}`);
    const staging = await createStaging(root);
    try {
      const output = join(staging, basename(addon));
      record = {
        origin: library.origin,
        key: library.key,
        version: await buildAddon({ layout: library.layout, sources, output }, compiler),
        directory: library.directory,
        library: library.layout.files[0],
      };
      await writeFile(join(staging, ADDON_RECORD), `${JSON.stringify(record, null, 2)}\n`);
      await rm(folder, { recursive: true, force: true });
      await rename(staging, folder);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }
  await letOthersRead(folder);
  await linkAddon(addon, addonPath);
  return record;
}
