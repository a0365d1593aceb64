/** Tries to load shared libraries as TensorFlow would, to find those that cannot be loaded and why. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "@inception-edge/host";
import { NEEDED_LIBRARIES } from "./cuda-parts.ts";

/** A library that cannot be loaded. */
export interface UnloadableLibrary {
  readonly name: string;
  /** The loader's message; it names another file if one that this library needs is missing. */
  readonly reason: string;
}

/** Where to look besides the loader's own folders. */
export interface LoadOptions {
  /** The folder of TensorFlow's library. */
  readonly lib?: string;
  /** `LD_LIBRARY_PATH`, whose folders are searched before TensorFlow's. */
  readonly libraryPath?: string;
}

/** The driver's libraries. If the second one is missing, TensorFlow 2.21 silently does not use the GPU. */
export const DRIVER_LIBRARIES = ["libcuda.so.1", "libnvidia-ml.so.1"] as const;

/** The folders in the RUNPATH of libtensorflow_framework.so.2, which loads them all. */
const RUN_PATH = ["nccl", "cuda_cupti", "cublas", "cudnn", "cufft", "cusparse", "cuda_runtime"]
  .map((name) => join("nvidia", name, "lib"))
  .flatMap((folder) => [join("..", "..", folder), join("..", folder)]);

/** The libraries among `names` that cannot be loaded. */
export async function unloadableLibraries(
  names: readonly string[],
  { lib, libraryPath = process.env["LD_LIBRARY_PATH"] ?? "" }: LoadOptions = {},
): Promise<readonly UnloadableLibrary[]> {
  const folders = [
    ...libraryPath.split(":").filter((folder) => folder !== ""),
    ...(lib === undefined ? [] : RUN_PATH.map((folder) => join(lib, folder))),
  ];
  const files = names.map(
    (name) => folders.map((folder) => join(folder, name)).find(existsSync) ?? name,
  );
  // In another process: they take gigabytes of address space, and a broken one may crash it.
  const { output, code } = await runCommand([process.execPath, "--eval", LOAD, ...files], {
    environment: { LD_LIBRARY_PATH: libraryPath },
  });
  const lines = [...output.matchAll(/^(LOADED|FAILED) (\d+) ?(.*)$/gm)];
  return names.flatMap((name, index) => {
    const [, state, , message] = lines.find(([, , number]) => Number(number) === index) ?? [];
    if (state === "LOADED") return [];
    const reason = message?.replace(`${files[index]}: `, "");
    return [{ name, reason: reason ?? `a process that loads it ends with ${code ?? "a signal"}` }];
  });
}

/** The CUDA libraries that TensorFlow needs and that cannot be loaded. */
export function unloadableCudaLibraries(
  options: LoadOptions,
): Promise<readonly UnloadableLibrary[]> {
  const names = NEEDED_LIBRARIES.map(({ name }) => name);
  return unloadableLibraries(names, options);
}

/** Node loads any shared library as an addon; if it is not one, Node says so after loading it. */
const LOAD = `
for (const [index, file] of process.argv.slice(1).entries()) {
  try {
    process.dlopen({ exports: {} }, file);
  } catch ({ message }) {
    const [reason] = message.split("\\n");
    console.log(reason.includes("did not self-register") ? "LOADED " + index : "FAILED " + index + " " + reason);
  }
}`;
