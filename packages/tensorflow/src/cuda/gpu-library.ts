/** TensorFlow with CUDA: its wheel, and CUDA's libraries from this machine where they are suitable, else from wheels. */
import { isDeepStrictEqual } from "node:util";
import { cudaMachine, queryGpus } from "../device/nvidia.ts";
import type { TensorFlowLibrary } from "../install/tensorflow-library.ts";
import {
  cachedWheelLibrary,
  installWheelLibrary,
  type InstallOptions,
} from "../install/wheel-library.ts";
import type { WheelSet } from "../install/wheel-table.ts";
import { cudaPlaces } from "./cuda-places.ts";
import { ALL_WHEELS, chooseCuda, usesHost } from "./cuda-plan.ts";
import { cudaSetting } from "./cuda-setting.ts";
import { describePlan } from "./describe-cuda.ts";
import { readHostCuda } from "./host-cuda.ts";
import { linkedCuda } from "./link-cuda.ts";
import { unloadableCudaLibraries, type UnloadableLibrary } from "./loadable-libraries.ts";

/**
 * Returns the cached library as long as its CUDA libraries can be loaded, even if this machine has others by now.
 * Otherwise assembles it, downloading only what the cache lacks. `INCEPTION_EDGE_CUDA` makes it choose again.
 */
export async function provideGpuLibrary(
  wheels: WheelSet,
  options: InstallOptions,
): Promise<TensorFlowLibrary> {
  const setting = cudaSetting(process.env);
  const cached = cachedWheelLibrary(wheels, options.root);
  if (cached && setting === undefined && (await firstUnloadable(cached)) === undefined)
    return cached;

  const host = await readHostCuda(await cudaPlaces());
  const { plan, refusals } = chooseCuda(host, cudaMachine(await queryGpus()), setting);
  const isLinked = cached && isDeepStrictEqual(await linkedCuda(cached.directory), plan);
  if (!isLinked) {
    for (const refusal of refusals) options.log(`Not used: ${refusal}`);
    options.log(`CUDA: ${describePlan(plan)}`);
  }
  const library = isLinked ? cached : await installWheelLibrary(wheels, options, plan);
  const unloadable = usesHost(plan) ? await firstUnloadable(library) : undefined;
  if (unloadable === undefined) return library;

  const fault = `this machine's CUDA: ${unloadable.name} cannot be loaded (${unloadable.reason})`;
  if (setting === "host") throw new Error(`Cannot use ${fault}; unset INCEPTION_EDGE_CUDA`);
  options.log(`Not used: ${fault}`);
  options.log(`CUDA: ${describePlan(ALL_WHEELS)}`);
  return installWheelLibrary(wheels, options, ALL_WHEELS);
}

async function firstUnloadable({
  layout,
}: TensorFlowLibrary): Promise<UnloadableLibrary | undefined> {
  const [first] = await unloadableCudaLibraries({ lib: layout.lib });
  return first;
}
