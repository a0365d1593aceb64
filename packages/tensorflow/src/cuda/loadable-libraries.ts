/** Opens shared libraries as TensorFlow would, to tell which of them do not open and why. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "@inception-edge/host";
import { NEEDED_LIBRARIES } from "./cuda-parts.ts";

/** A library that does not open. */
export interface UnloadableLibrary {
  readonly name: string;
  /** The loader's words, which name another file where it is not this one that is missing. */
  readonly reason: string;
}

export interface OpenOptions {
  /** The folder of TensorFlow's library; without it, only the loader's own folders are searched. */
  readonly lib?: string;
  /** `LD_LIBRARY_PATH`, whose folders come before TensorFlow's. */
  readonly libraryPath?: string;
}

/** The driver's libraries. Where the second one is missing, TensorFlow 2.21 leaves the GPU without a word. */
export const DRIVER_LIBRARIES = ["libcuda.so.1", "libnvidia-ml.so.1"] as const;

/** The folders in the RUNPATH of libtensorflow_framework.so.2, which opens them all. */
const RUN_PATH = ["nccl", "cuda_cupti", "cublas", "cudnn", "cufft", "cusparse", "cuda_runtime"]
  .map((name) => join("nvidia", name, "lib"))
  .flatMap((folder) => [join("..", "..", folder), join("..", folder)]);

/** Those of `names` that do not open. */
export async function unloadableLibraries(
  names: readonly string[],
  { lib, libraryPath = process.env["LD_LIBRARY_PATH"] ?? "" }: OpenOptions = {},
): Promise<readonly UnloadableLibrary[]> {
  const folders = [
    ...libraryPath.split(":").filter((folder) => folder !== ""),
    ...(lib === undefined ? [] : RUN_PATH.map((folder) => join(lib, folder))),
  ];
  const files = names.map(
    (name) => folders.map((folder) => join(folder, name)).find(existsSync) ?? name,
  );
  // In another process: these take gigabytes of addresses, and a bad one may end it.
  const { output, code } = await runCommand([process.execPath, "--eval", OPEN, ...files], {
    environment: { LD_LIBRARY_PATH: libraryPath },
  });
  const lines = [...output.matchAll(/^(OPEN|CLOSED) (\d+) ?(.*)$/gm)];
  return names.flatMap((name, index) => {
    const [, state, , words] = lines.find(([, , at]) => Number(at) === index) ?? [];
    if (state === "OPEN") return [];
    const reason = words?.replace(`${files[index]}: `, "");
    return [{ name, reason: reason ?? `a process that opens it ends with ${code ?? "a signal"}` }];
  });
}

/** Those of CUDA's that TensorFlow needs and that do not open. */
export function unloadableCudaLibraries(
  options: OpenOptions,
): Promise<readonly UnloadableLibrary[]> {
  const names = NEEDED_LIBRARIES.map(({ name }) => name);
  return unloadableLibraries(names, options);
}

/** Node opens any shared library as an addon; of one that is none, it says so after it has opened it. */
const OPEN = `
for (const [index, file] of process.argv.slice(1).entries()) {
  try {
    process.dlopen({ exports: {} }, file);
  } catch ({ message }) {
    const [reason] = message.split("\\n");
    console.log(reason.includes("did not self-register") ? "OPEN " + index : "CLOSED " + index + " " + reason);
  }
}`;
