/** TensorFlow with CUDA: its wheel, and CUDA's libraries from this machine where they serve, else from wheels. */
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
 * The library as it is in the cache while its CUDA opens, whatever else this machine has by now; else put together from
 * what the cache has and what it lacks. `INCEPTION_EDGE_CUDA` has the choice made anew.
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
  const isLaid = cached && isDeepStrictEqual(await linkedCuda(cached.directory), plan);
  if (!isLaid) {
    for (const refusal of refusals) options.log(`Not used: ${refusal}`);
    options.log(`CUDA: ${describePlan(plan)}`);
  }
  const library = isLaid ? cached : await installWheelLibrary(wheels, options, plan);
  const closed = usesHost(plan) ? await firstUnloadable(library) : undefined;
  if (closed === undefined) return library;

  const fault = `this machine's CUDA: ${closed.name} does not open (${closed.reason})`;
  if (setting === "host") throw new Error(`Cannot use ${fault}; unset INCEPTION_EDGE_CUDA`);
  options.log(`Not used: ${fault}`);
  options.log(`CUDA: ${describePlan(ALL_WHEELS)}`);
  return installWheelLibrary(wheels, options, ALL_WHEELS);
}

async function firstUnloadable({
  layout,
}: TensorFlowLibrary): Promise<UnloadableLibrary | undefined> {
  const [closed] = await unloadableCudaLibraries({ lib: layout.lib });
  return closed;
}
