/** Makes what travels of TensorFlow, in a folder that is found again: library, addon, tracer. */
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import {
  compilerArguments,
  findCompiler,
} from "../../../packages/tensorflow/src/install/build-addon.ts";
import type { LibraryLayout } from "../../../packages/tensorflow/src/install/library-layout.ts";
import { tfjsPackage } from "../../../packages/tensorflow/src/install/tfjs-package.ts";
import {
  cachedWheelLibrary,
  installWheelLibrary,
} from "../../../packages/tensorflow/src/install/wheel-library.ts";
import { CARRIED, CARRIED_CUDA, GPU_WHEELS, SHARED_LIBRARIES } from "../carried-library.ts";
import { run } from "../run.ts";
import { slimLibrary } from "./slim-library.ts";
import { buildTracer } from "./tracer.ts";

type Log = (line: string) => void;

export interface CarriedFiles {
  /** A folder whose files go into the kit's, as they lie. */
  readonly small: string;
  /** The slimmed libraries, in the order of {@link SHARED_LIBRARIES}. */
  readonly libraries: readonly string[];
}

/** @param architecture 90 for compute capability 9.0 */
export async function makeCarriedFiles(
  work: string,
  architecture: number,
  log: Log,
): Promise<CarriedFiles> {
  const options = { root: work, log };
  const { layout, directory } =
    cachedWheelLibrary(GPU_WHEELS, work) ??
    (await installWheelLibrary(GPU_WHEELS, options, CARRIED_CUDA));
  const libraries: string[] = [];
  for (const name of SHARED_LIBRARIES) {
    libraries.push(
      await slimmed(
        join(layout.lib, name),
        join(work, `slim-${architecture}`, name),
        architecture,
        log,
      ),
    );
  }

  const small = join(work, "small");
  await rm(small, { recursive: true, force: true });
  await cp(directory, join(small, CARRIED.library), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !isShared(path),
  });
  await buildAddon(layout, join(small, CARRIED.addon));
  await buildTracer(join(small, CARRIED.tracer), work).catch((error: Error) =>
    log(`No tracer: ${error.message}`),
  );
  return { small, libraries };
}

function isShared(path: string): boolean {
  return SHARED_LIBRARIES.some((name) => path.endsWith(name));
}

async function slimmed(
  file: string,
  target: string,
  architecture: number,
  log: Log,
): Promise<string> {
  if (existsSync(target)) return target;
  const library = await readFile(file);
  const { binaries, ptx, bytes } = slimLibrary(library, architecture);
  log(
    `${basename(file)}: ${binaries} binaries and ${ptx} PTX left, ${(bytes / 1e6).toFixed(0)} MB`,
  );
  await mkdir(dirname(target), { recursive: true });
  await writeFile(`${target}.partial`, library);
  await rename(`${target}.partial`, target);
  return target;
}

/** As the trainer builds it, but to look for its library from where it lies itself. */
async function buildAddon(layout: LibraryLayout, output: string): Promise<void> {
  await mkdir(dirname(output), { recursive: true });
  const lib = join(relative(dirname(CARRIED.addon), CARRIED.library), "tensorflow");
  await run("build the TensorFlow addon", [
    ...(await findCompiler()),
    "-s",
    ...compilerArguments({
      layout: { ...layout, lib: `$ORIGIN/${lib}` },
      sources: tfjsPackage().directory,
      output,
    }),
  ]);
}
